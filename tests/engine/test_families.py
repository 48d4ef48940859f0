"""What a request's children do is counted for the request."""

from small_programs import DONE, Small

from sandbox.flows import Join, Law, Outcome, Tally
from sandbox.flows.operations import ByLetter, Collect, Delay, Done, Gate, Label, Scatter, Scope


def _asking(children: tuple[str, ...], join: Join, misuse: float = 0.0) -> Small:
    """A request that scatters into children, of which those named `shut` fail."""
    small = Small(100.0)
    small.register("people", 1000)
    small.gate("good", open=True)
    small.gate("shut", open=False)
    small.flow(
        "child",
        Gate("gate", refused="no"),
        ByLetter(),
        Scope(enforced=False, refused="no"),
        Collect("register", "error", "asked"),
        DONE,
        Label("no"),
        Done(Outcome.FAILED),
    )
    rows = [
        small.row(f"{name} {place}", gate=name, register="people", error=0.0)
        for place, name in enumerate(children)
    ]
    small.list("all", *rows)
    small.flow("ask", Scatter("rows", "child", join), DONE)
    small.row("here", rows="all")
    small.stream("need", "ask", "here", 1.0, misuse=misuse)
    return small


def test_a_majority_is_found_among_those_that_answer() -> None:
    needs = _asking(("good", "shut", "good"), Join.MAJORITY).run().needs
    assert needs.made[0] > 0
    assert needs.outcomes[0, Outcome.ANSWERED] == needs.made[0]


def test_a_majority_of_nobody_fails_as_all_of_somebody_missing_does() -> None:
    for children, join in ((("shut",), Join.MAJORITY), (("good", "shut"), Join.ALL)):
        needs = _asking(children, join).run().needs
        assert needs.outcomes[0, Outcome.FAILED] == needs.made[0] > 0


def test_misuse_and_letters_are_counted_once_a_request() -> None:
    needs = _asking(("good", "good", "good"), Join.ALL, misuse=1.0).run().needs
    assert needs.tallies[0, Tally.OUT_OF_SCOPE] == needs.made[0] > 0
    assert needs.tallies[0, Tally.MISUSE] == needs.made[0]
    assert needs.by_letter[0] == needs.made[0]


def test_a_letter_still_under_way_at_the_end_is_a_letter() -> None:
    small = Small(100.0)
    small.flow("ask", ByLetter(), Delay(Law.constant(1e6), "post"), DONE)
    small.row("here")
    small.stream("need", "ask", "here", 1.0)
    needs = small.run(drain=0).needs
    assert needs.outcomes[0, Outcome.UNFINISHED] == needs.made[0] > 0
    assert needs.by_letter[0] == needs.made[0]
