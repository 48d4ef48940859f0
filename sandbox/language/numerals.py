"""Small numbers as Chinese documents write them: 第二条, 第十一批.

In: a number, as it is written in English. Out: a text: a Chinese numeral, or the digits.
"""

from __future__ import annotations

from sandbox.language.message import Text

_DIGITS = "〇一二三四五六七八九"


def numeral(number: int | str) -> Text:
    """`number` as a Chinese numeral and as digits; what is not from 1 to 99 stays as it is."""
    written = str(number)
    if not written.isdecimal() or not 0 < int(written) < 100:
        return Text(written, written)
    tens, ones = divmod(int(written), 10)
    zh = (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] * bool(ones))
    return Text(zh, written)
