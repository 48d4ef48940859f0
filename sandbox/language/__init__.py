"""Words for people: messages that can be said in Chinese or in English, from one catalogue.

In: an English template and its parameters. Out: a sentence in the language in force.
Every room may import this one; it imports none.
"""

from sandbox.language.message import LANGUAGES, Message, Text, current, say, speak, speaking
from sandbox.language.numerals import numeral
from sandbox.language.system import reason

__all__ = [
    "LANGUAGES",
    "Message",
    "Text",
    "current",
    "numeral",
    "reason",
    "say",
    "speak",
    "speaking",
]
