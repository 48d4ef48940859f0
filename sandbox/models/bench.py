"""The bench on which a model assembles its program: world, builder, and what all models share.

In: a world. Out: stations, routes, gates, registers and flows, each added to one program once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.flows.operations import Operation
from sandbox.flows.program import Copy, CopyKind, ProgramBuilder
from sandbox.models.by_letter import Post
from sandbox.models.gates import Gates, Permit
from sandbox.models.legs import Flows, always
from sandbox.models.regions import Tree
from sandbox.models.sites import Sites
from sandbox.models.truth import Truth
from sandbox.models.ways import Ways
from sandbox.scenario.information import ResourceSpec
from sandbox.world.world import Agency, Demand, Partition, World


@dataclass(frozen=True)
class Use:
    """One need of one agency, asking one partition."""

    demand: Demand
    consumer: Agency
    partition: Partition
    source: Agency
    resource: ResourceSpec
    permit: Permit

    @property
    def own(self) -> bool:
        """Whether the consumer is the source itself."""
        return self.consumer.id == self.source.id


@dataclass(frozen=True)
class Voice:
    """Who answers: the agency asked, and how its answer comes about."""

    agency: Agency
    verb: str  # names the path: "read", "verify"
    answer: tuple[Operation, ...]  # between the question's arrival and the way back
    bindings: dict[str, int]  # of the answer's slots


class Bench:
    """What models assemble with."""

    def __init__(self, world: World, model: str, post: Post) -> None:
        self.world = world
        self.builder = ProgramBuilder(model)
        self.tree = Tree(world)
        self.sites = Sites(world, self.builder, self.tree)
        self.ways = Ways(world, self.builder, self.tree)
        self.gates = Gates(world, self.builder)
        self.flows = Flows(self.builder)
        self.truth = Truth(world, self.builder, self.sites, self.ways, self.gates)
        self.post = post
        self.open = always(self.builder)
        self._copies: dict[str, int] = {}

    def replica(self, holder: str, use: Use, *, complete: bool = True) -> int:
        """A copy that batches fill, at `holder`."""
        return self.copy(holder, use.partition, CopyKind.REPLICA, complete=complete)

    def entries(self, holder: str, use: Use) -> int:
        """A copy that is written record by record, at `holder`."""
        return self.copy(holder, use.partition, CopyKind.ENTRIES, "entries", complete=False)

    def cache(self, holder: str, use: Use, *, keep: int) -> int:
        """A copy that is written record by record, at `holder`, and kept for `keep` ticks."""
        return self.copy(
            holder, use.partition, CopyKind.ENTRIES, "cache", complete=False, keep=keep
        )

    def feed(self, holder: str, use: Use, *, complete: bool) -> int:
        """A copy that follows the source's messages, at `holder`."""
        return self.copy(holder, use.partition, CopyKind.ENTRIES, "feed", complete=complete)

    def copy(
        self,
        holder: str,
        partition: Partition,
        kind: CopyKind,
        part: str = "",
        *,
        complete: bool = True,
        outside: bool = True,
        keep: int = -1,
    ) -> int:
        """A copy of a partition's register, named by its holder (and `part`).

        It is complete from the start when any of those who ask for it may have it so.
        """
        # a replica and a cache of the same data at the same holder are two copies
        name = f"{holder}:{partition.id}" + (f":{part}" if part else "")
        found = self._copies.get(name)
        if found is None:
            resource = self.world.resources[partition.resource]
            found = self._copies[name] = self.builder.copy(
                Copy(
                    name,
                    self.truth.register(partition),
                    kind,
                    outside=outside,
                    sensitive=resource.secrecy in ("sensitive", "secret"),
                    complete=complete,
                    keep=keep,
                    labels={
                        "holder": holder,
                        "resource": partition.resource,
                        "region": holder.rpartition("@")[2],
                    },
                )
            )
        elif complete:
            self.builder.complete(found)
        return found
