"""Every study command prints the same numbers in Chinese as in English."""

import re

import pytest

QUICK = ("--jobs", "1", "--engine", "simpy")
RATE = ("--factor", "needs.tax-check.rate=2/day..9/day")
TWO = ("--models", "letters,hub_exchange")
COMMANDS = [
    ("compare", "{}", "--measures", "response_time.*,cost.*,satisfied,bytes", *TWO, *QUICK),
    ("pairs", "{}", *TWO, *QUICK),
    ("warm-up", "{}", *TWO, *QUICK),
    ("sweep", "{}", *RATE, "--points", "2", *TWO, *QUICK),
    ("sensitivity", "{}", *RATE, "--measure", "cost.total", "--points", "2", "--model", "letters",
     "--replications", "1", *QUICK),
    ("choose", "{}", "--weight", "cost.total=2", "--weight", "satisfied=1",
     "--select", "cost.total", "--indifference", "1 CNY", "--maximum", "3", *TWO, *QUICK),
    ("choose", "{}", "--select", "satisfied", "--maximum", "10", *TWO, *QUICK),
    ("capacity", "{}", "--vary", "stations.clerk.servers=1..2", "--until",
     "response_time.mean < 3 days", "--models", "letters", "--maximum", "3", *QUICK),
    ("test", "{}", *QUICK),
    ("baseline", "diff", "{}", "--seed", "9", *QUICK),
]  # fmt: skip
NUMBER = re.compile(
    r"(?<![\w.\-])(\d[\d,]*\d|\d)(\.\d+)?(?: ±([\d,]*\d(?:\.\d+)?))?( ?[万亿MG]\b|[万亿])?"
)
TIMES = {"万": 1e4, "亿": 1e8, "M": 1e6, "G": 1e9}


def numbers(text: str) -> list[tuple[float, float]]:
    """Numbers with their half-widths, of whatever scale they are written in."""
    found = []
    for whole, part, half, scale in NUMBER.findall(text):
        times = TIMES.get(scale.strip(), 1.0)
        value = float(whole.replace(",", "") + part) * times
        found.append((value, float(half.replace(",", "") or 0) * times))
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one[:5]))
def test_the_numbers_are_the_same_in_both_languages(call, small, command) -> None:
    arguments = [part.format(small) for part in command]
    if command[0] == "baseline":
        assert call("baseline", "save", small, *QUICK).code == 0
    seen = []
    for language in ("en", "zh"):
        answer = call(*arguments, "--lang", language)
        assert answer.code in (0, 1), answer.err
        seen.append(numbers(answer.out + answer.err))
    english, chinese = seen
    assert len(english) == len(chinese) > 0
    assert sum(half > 0 for _, half in english) == sum(half > 0 for _, half in chinese)
    for place, rel in ((0, 0.06), (1, 0.2)):  # 万 and M leave other digits
        one, other = (sorted(pair[place] for pair in pairs) for pairs in seen)
        assert other == pytest.approx(one, rel=rel)
