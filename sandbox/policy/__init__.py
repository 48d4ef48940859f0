"""The policy room: decides who may use what and by which article, and runs agreements' lives."""

from sandbox.policy.access import Decision, Permission, decide, permissions
from sandbox.policy.articles import ARTICLES, Article

__all__ = ["ARTICLES", "Article", "Decision", "Permission", "decide", "permissions"]
