"""Writes the page of measures from their catalogue: `python tests/docs/measures_page.py`."""

from pathlib import Path

from sandbox.measures import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "background" / "measures.md"
HEAD = """# What is measured

The definitions below are those that `pilot-sandbox measures` prints, and what the code computes.
Shares are of all requests made from the end of the warm-up to the horizon. Quantiles come from
log-bucketed histograms: a bucket is a 64th of a power of two wide and values are taken to lie
evenly in it, so that a quantile is off by at most 1.6 %, and by far less where requests are many.
`+` means that more is better, `-` that less is better. How a delivered value's age is counted is
explained in [How the sandbox is built](design.md).

When an agreement ends, nothing more is delivered under it, but the copy that a subscriber or a
replica has stays, and goes on counting in `copies_held`, `exposure` and `age.copy`. `negotiation`
counts agreements that were in force at some time of the measured window, after the warm-up.

| measure | unit | | definition | 定义 |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    sign = {1: "+", -1: "-", 0: ""}
    rows = [
        f"| `{info.name}` | {info.unit} | {sign[info.better]} | "
        f"{info.definition.render('en')} | {info.definition.render('zh')} |"
        for info in CATALOGUE.values()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
