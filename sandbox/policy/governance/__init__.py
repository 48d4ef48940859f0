"""Governance: what departments must agree, build, prove and keep up, as control processes.

In: a world with a section `governance`, and the plan of what a model needs. Out: one control
process, which opens and closes the model's gates and writes down all that happens.
"""

from sandbox.policy.governance.government import governing
from sandbox.policy.governance.plan import PLATFORM, Condition, Paper, Plan, Start, System, Use

__all__ = ["PLATFORM", "Condition", "Paper", "Plan", "Start", "System", "Use", "governing"]
