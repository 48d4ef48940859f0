"""Thefts of credentials in a program: what a thief gets at under a model, and how fast.

In: disturbances, the uses of the agency whose credentials are stolen, how the model serves them.
Out: a stream of requests for each theft, behind a gate that its credentials open. Uses that pass
the accountability service are counted there; what is read from copies at hand is on no record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sandbox.flows import Outcome, Tally, ticks
from sandbox.flows.operations import Count, Done, Gate, Label, Operation, Visit
from sandbox.flows.program import GateState, Rhythm, Stream, StreamKind
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg, Path, otherwise
from sandbox.models.model import Model
from sandbox.models.numbers import last, span
from sandbox.policy.thefts import ARTICLE, Theft
from sandbox.scenario.workings import TheftEvent
from sandbox.world.thefts import opened_by
from sandbox.world.world import Demand

Uses = Callable[[Demand, str], Use]


def thefts(bench: Bench, model: Model, before: Model, use_of: Uses) -> list[Theft]:
    """All thefts of the scenario that fall into the run; `before`: until sharing starts."""
    letters = model.asking.letters
    model, before = model.without_letters(), before.without_letters()

    def taken(use: Use) -> Leg:
        if use.own:
            return model.asking.own(model.asking.source(use))
        leg = model.taken(use)
        if use.permit.governed and letters:
            return otherwise(use.permit.gate, leg, before.taken(use))
        return leg

    found = []
    for name, disturbance in bench.world.scenario.disturbances.items():
        event = disturbance.theft
        if event is None:
            continue
        interval = span(bench.world, event.from_, event.for_)
        if interval is not None:
            found.append(_theft(bench, taken, use_of, name, event, interval))
    return found


def _theft(
    bench: Bench,
    taken: Callable[[Use], Leg],
    use_of: Uses,
    name: str,
    event: TheftEvent,
    interval: tuple[int, int],
) -> Theft:
    builder, (begins, ends) = bench.builder, interval
    gate = builder.gate(GateState(f"credentials: {name}", False, ARTICLE))
    legs: dict[str, Leg] = {}
    weights: dict[str, float] = {}
    demands = opened_by(event, bench.world.demands)
    for key, weight, use in _uses(demands, use_of):
        if key not in legs:
            leg = taken(use)
            legs[key] = Leg(_stolen(leg.path), {**leg.bindings, "credentials": gate})
        weights[key] = weights.get(key, 0.0) + weight / len(demands)
    flow = bench.flows.of(leg.path for leg in legs.values())
    bound = bench.flows.bound(list(legs.values()))
    rows = [builder.row(f"theft {name}|{key}", slots) for key, slots in zip(legs, bound)]
    stream = Stream(
        f"theft {name}",
        StreamKind.THEFT,
        flow,
        tuple(rows),
        tuple(weights.values()),
        float(event.rate),
        rhythm=builder.rhythm(_while(name, begins, ends, ticks(last(bench.world)))),
        labels={"theft": name},
    )
    return Theft(name, event, builder.stream(stream), gate, begins, ends)


def _uses(demands: Sequence[Demand], use_of: Uses) -> Iterator[tuple[str, float, Use]]:
    """What is asked for: each need alike, each home by its weight, each of its sources alike."""
    for demand in demands:
        whole = sum(home.weight for home in demand.subjects)
        for home in demand.subjects:
            for partition in home.partitions:
                share = home.weight / whole / len(home.partitions)
                yield f"{demand.need}|{partition}", share, use_of(demand, partition)


def _stolen(path: Path) -> Path:
    """A path behind the credentials' gate, which counts what the accountability service sees."""
    operations: list[Operation] = [Gate("credentials", refused="withdrawn")]
    for operation in path.operations:
        operations.append(operation)
        if isinstance(operation, Visit) and operation.station == "audit":
            operations.append(Count(Tally.LOGGED))
    operations += [Label("withdrawn"), Done(Outcome.REFUSED)]
    return Path(f"stolen: {path.name}", tuple(operations))


def _while(name: str, begins: int, ends: int, whole: int) -> Rhythm:
    """Demand between two moments only."""
    times = dict.fromkeys((0, begins, ends, whole))
    mass = [float(min(max(time - begins, 0), ends - begins)) for time in times]
    return Rhythm(f"theft {name}", tuple(times), tuple(mass))
