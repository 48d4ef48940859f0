"""One agency: where it stands, what it needs, what it may use by which article, how it fares.

In: an agency of the world on the desk, and the comparison if there is one. Out: a page to scroll,
with a sample record in words.
"""

from __future__ import annotations

import math

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.policy import decide
from sandbox.report.grouped import grouped
from sandbox.report.long_form import rows
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term, term
from sandbox.tui import colours, export
from sandbox.tui.actions import AGENCY, bindings_of
from sandbox.tui.lists import (
    department_name,
    joined,
    labelled,
    need_name,
    region_path,
    resource_name,
)
from sandbox.tui.outcome import Outcome, Where
from sandbox.tui.page import Page
from sandbox.tui.widgets.blocks import Blocks
from sandbox.tui.widgets.prose import Paragraph, Prose, faint, heading
from sandbox.world import Agency, Demand, World

_MEASURES = (
    "requests",
    "response_time.mean",
    "satisfied",
    "refused",
    "by_letter",
    "age.mean",
    "fresh",
    "correct",
)


def _heading() -> str:
    """How a heading of a table looks."""
    return f"bold {colours.ACCENT}"


class AgencyPage(Page):
    """Everything about one agency."""

    NAME = AGENCY
    BINDINGS = bindings_of(AGENCY)

    def __init__(self, agency: str) -> None:
        super().__init__()
        assert self.desk.world is not None
        self.world: World = self.desk.world
        self.agency: Agency = self.world.agencies[agency]
        self.record = 0

    def parts(self) -> ComposeResult:
        with VerticalScroll(id="sheet"):
            yield Prose(id="facts")
            yield Prose(id="needs")
            yield Static(id="access")
            yield Static(id="measures")
            yield Prose(id="record")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#sheet").focus()

    def title_words(self) -> str:
        return self.agency.name.render()

    def purpose(self) -> str:
        return say(
            "One agency: its networks, what it needs, what it may use and by which article of the "
            "policy, how each sharing model serves it, and a made-up sample record it deals with."
        )

    def tell(self) -> None:
        self._tell_facts()
        self._tell_needs()
        self._tell_access()
        self._tell_measures()
        self._tell_record()

    def follow(self) -> None:
        self._tell_measures()

    @property
    def demands(self) -> list[Demand]:
        """Its needs."""
        return [d for d in self.world.demands.values() if d.consumer == self.agency.id]

    def _tell_facts(self) -> None:
        agency, world = self.agency, self.world
        entries = {
            say("Department"): department_name(world, agency.department),
            say("Region"): f"{region_path(world, agency.region)} ({agency.region})",
            say("Level"): term(agency.level),
            say("Networks"): joined(map(term, agency.networks)) or "–",
            say("Provides"): joined(
                say(
                    "{resource} (records: {records})",
                    resource=resource_name(world, partition.resource),
                    records=f"{partition.records:,}",
                )
                for partition in world.partitions.values()
                if partition.source == agency.id
            )
            or "–",
        }
        self.query_one("#facts", Prose).show(
            heading(agency.name.render()),
            *(Paragraph(labelled(name) + value, hang=2) for name, value in entries.items()),
        )

    def _tell_needs(self) -> None:
        lines = [
            say(
                "• {need}: {resources}; {mode}, {rate} a day, within {deadline}, "
                "priority {priority}",
                need=need_name(self.world, demand.need),
                resources=joined(resource_name(self.world, key) for key in demand.spec.resources),
                mode=term(demand.spec.mode),
                rate=f"{demand.spec.rate * 86400:,.3g}",
                deadline=figure(demand.spec.deadline, "s"),
                priority=f"{demand.spec.priority:.0f}",
            )
            for demand in self.demands
        ] or [say("Nothing from any other agency.")]
        self.query_one("#needs", Prose).show(
            heading(say("What it needs")), *(Paragraph(words, hang=2) for words in lines)
        )

    def _tell_access(self) -> None:
        """One line for each resource and decision, not for each of its many sources."""
        table = Table(box=None, padding=(0, 2, 0, 0), title_style=_heading(), title_justify="left")
        table.title = say("What it may use, and by which article")
        for title in (say("Resource"), say("Decision"), say("Article"), say("Reason")):
            table.add_column(title, header_style=colours.LABEL, overflow="fold")
        rows: dict[tuple[str, bool, str, str], None] = {}
        for demand in self.demands:
            for partition in {p for subject in demand.subjects for p in subject.partitions}:
                found = decide(self.world, demand, partition)
                resource = resource_name(self.world, self.world.partitions[partition].resource)
                rows[resource, found.permitted, found.article, found.reason.render()] = None
        for resource, permitted, article, reason in sorted(rows):
            decision = Text(f"✓ {say('permitted')}", style=colours.BETTER)
            if not permitted:
                decision = Text(f"✗ {say('refused')}", style=colours.WORSE)
            table.add_row(Text(plain(resource)), decision, Text(article), Text(plain(reason)))
        access = self.query_one("#access", Static)
        access.update(table if rows else "")
        access.display = bool(rows)

    def _tell_measures(self) -> None:
        text = Text(say("How it fares") + "\n", style=_heading())
        sheet = self.query_one("#measures", Static)
        study = self.desk.finished
        if study is None or study.comparison is None:
            text.append(
                say("Run the comparison (m) to see its own measures."),
                style=f"not bold {colours.LABEL}",
            )
            sheet.update(text)
            return
        comparison = study.comparison
        outcome = Outcome(comparison, comparison.baseline)
        where = Where("agency", self.agency.id)
        names = [
            name
            for name in _MEASURES
            if any(not math.isnan(outcome.value(m, name, where).mean) for m in outcome.models)
        ]
        if not names:
            text.append(
                say("It made no requests in this study."), style=f"not bold {colours.LABEL}"
            )
            sheet.update(text)
            return
        rows = []
        for label in outcome.models:
            values = [outcome.value(label, name, where) for name in names]
            rows.append([plain(label), *(figure(v.mean, v.unit) for v in values)])
        head = [say("Model"), *(measure_term(name) for name in names)]
        sheet.update(Group(Text(say("How it fares"), style=_heading()), Blocks(head, rows)))

    def as_csv(self) -> str:
        """Its own measures as `compare --by agency --format csv` writes them, once it is done."""
        study = self.desk.finished
        if study is None or study.comparison is None:
            return ""
        names = [name for name, info in CATALOGUE.items() if "agency" in info.breakdowns]
        parts = grouped(study.comparison, self.world, "agency", names)
        header, *found = rows(study.comparison, parts, ())
        own = header.index("group")
        return export.as_csv([header, *(row for row in found if row[own] == self.agency.id)])

    # the sample record

    def _partitions(self) -> list[str]:
        """Registers whose records it deals with: its own, else those it may use."""
        own = [p.id for p in self.world.partitions.values() if p.source == self.agency.id]
        used = [
            partition
            for demand in self.demands
            for subject in demand.subjects[:1]
            for partition in subject.partitions
            if decide(self.world, demand, partition).permitted
        ]
        return list(dict.fromkeys([*own, *used]))

    def _tell_record(self) -> None:
        sheet = self.query_one("#record", Prose)
        partitions = self._partitions()
        sheet.display = bool(partitions)
        if not partitions:
            return
        from sandbox.world.faces import face

        which, number = self._sample()
        partition = self.world.partitions[which]
        where = say(
            "{resource}, record {number}, kept by {source}",
            resource=resource_name(self.world, partition.resource),
            number=number + 1,
            source=self.world.agencies[partition.source].name,
        )
        words = face(self.world, which, number, version=0).words()
        sheet.show(
            heading(say("A sample record (made up)")),
            faint(where),
            *(Paragraph(labelled(name) + value, hang=2) for name, value in words),
        )

    def allows(self, action: str) -> bool:
        if action == "explain_request":
            return bool(self.demands)
        return action not in ("another_record", "explain_record") or bool(self._partitions())

    def action_explain_request(self) -> None:
        """Follow a request of one of its needs."""
        from sandbox.tui.pages.pick import Pick
        from sandbox.tui.pages.request import RequestPage

        names = {demand.id: demand.need for demand in self.demands}
        if len(names) == 1:
            self.app.push_screen(RequestPage(next(iter(names))))
            return

        def answered(chosen: str | None) -> None:
            if chosen:
                self.app.push_screen(RequestPage(chosen))

        def title(demand: str) -> str:
            return need_name(self.world, names[demand])

        self.app.push_screen(Pick(list(names), title, ""), answered)

    def action_explain_record(self) -> None:
        """Show what every copy believed of the sample record."""
        from sandbox.tui.pages.record import RecordPage

        self.app.push_screen(RecordPage(*self._sample()))

    def _sample(self) -> tuple[str, int]:
        """Register and number of the sample record."""
        partitions = self._partitions()
        which = partitions[self.record % len(partitions)]
        records = self.world.partitions[which].records
        return which, (self.record // len(partitions)) % max(records, 1)

    def action_another_record(self) -> None:
        """Show another record."""
        self.record += 1
        self._tell_record()
        self.query_one("#record").scroll_visible(animate=False)
