"""What live runs and recordings share: a map, what is under its cursor, a log, charts.

In: a world, a program, a player. Out: the page, drawn from frames.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from sandbox.flows import TICKS
from sandbox.flows.program import Program
from sandbox.language import Message, say
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term
from sandbox.study.live import Entry, Frame
from sandbox.study.live.log import KEPT, matching
from sandbox.study.live.player import Show
from sandbox.tui import colours
from sandbox.tui.live_dots import Dots
from sandbox.tui.live_here import here, so_far
from sandbox.tui.live_history import History
from sandbox.tui.live_places import Loads, ends_of, spots
from sandbox.tui.live_words import clock, place_name, sentence
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.stage import Stage
from sandbox.tui.symbols import symbols
from sandbox.tui.widgets.event_log import EventLog
from sandbox.tui.widgets.live_chart import Line, LiveChart
from sandbox.tui.widgets.live_map import (
    DOWN,
    LINK_DOWN,
    LiveMap,
    grade_colours,
)
from sandbox.tui.widgets.map_legend import Entry as Sign
from sandbox.tui.widgets.map_legend import MapLegend
from sandbox.world.world import World

PANELS = ("log", "queue", "measure")
_LETTERS = ("A", "B")  # of this run, and of its undisturbed twin
_KINDS = {"request": "TEXT", "change": "LABEL", "batch": "LABEL"}
"""Roles of the colours of events."""


class MappedStage(Stage):
    """A stage with a map and a log."""

    def __init__(self, world: World, program: Program, show: Show) -> None:
        super().__init__(world, show)
        self.program = program
        self.panel = PANELS[0]
        self.wanted = self.unwanted = ""
        self.history = History()
        self._said: dict[int, tuple[Entry, str]] = {}
        self._ends = ends_of(world)
        self._place_of = {
            one.name: one.labels.get("agency", one.labels.get("region", ""))
            for one in program.stations
        }
        self._spots = spots(world)
        self._loads = Loads(world, program, self._spots)
        self._dots = Dots(self._spot_of_station, lambda agency: self._spots.homes.get(agency))
        self._seen: tuple[int, int] = (-1, -1)  # identity of a log's first entry, its last number

    def _spot_of_station(self, name: str) -> str | None:
        return self._spots.homes.get(self._place_of.get(name, ""))

    def parts(self) -> ComposeResult:
        yield from super().parts()
        with Horizontal(id="stage"):
            yield LiveMap(self.world, self._spots, id="live-map")
            with Vertical(id="scene"):
                yield Static(id="spot", markup=False)
                yield MapLegend(id="grades")
        with Horizontal(id="panel"):
            with Vertical(id="log-column"):
                yield Static(id="log-title", classes="panel-title", markup=False)
                yield EventLog(id="events")
            with Vertical(id="chart-column"):
                yield Static(id="chart-title", classes="panel-title", markup=False)
                yield LiveChart(id="live-chart")

    def on_mount(self) -> None:
        """The keys go to the map."""
        self.query_one(LiveMap).focus()
        self._show_panel()

    def tell(self) -> None:
        if self.ready:
            self._said.clear()
            self.query_one(LiveMap).retell()
            words = (say("idle"), say("half"), say("full"), say("queue"), say("long queue"))
            signs = [
                Sign(DOWN, colours.WORSE, say("station down")),
                Sign(LINK_DOWN, colours.WORSE, say("link down")),
            ]
            signs += [
                Sign(glyph, colour, name)
                for glyph, colour, name in zip(symbols().grades, grade_colours(), words)
            ]
            self.query_one(MapLegend).show(signs)
        super().tell()

    def on_resize(self) -> None:
        """Draw again at the new size."""
        self.drawn = -1

    # drawing

    def draw(self, frame: Frame) -> None:
        """Map, panel and what is under the cursor."""
        self.history.note(frame.looks)
        self._take(frame.logs[0], playing=frame.playing)
        self._draw_map(frame)
        self._tell_spot(frame)
        self._draw_panel(frame)

    def _take(self, entries: tuple[Entry, ...], *, playing: bool) -> None:
        """Let new entries fly; after a jump nothing does."""
        newest = entries[-1].number if entries else -1
        oldest = id(entries[0]) if entries else -1
        before = self._seen[1]
        self._seen = (oldest, newest)
        if newest < before or not entries:
            self._dots.clear()
        elif before >= 0 and (playing or newest - before < len(entries)):
            new = min(newest - before, len(entries))
            self._dots.take(entries[len(entries) - new :])

    def _draw_map(self, frame: Frame) -> None:
        loads = self._loads.at(frame.looks[0].standing)
        self.query_one(LiveMap).show(loads, self._dots.move())

    def between_frames(self) -> None:
        """Dots move on while the run stands still."""
        chart = self.query_one(LiveMap)
        frame = self.player.frame
        if self._dots.flights and frame is not None and not frame.playing:
            chart.show(chart.loads, self._dots.move())

    def _tell_spot(self, frame: Frame) -> None:
        spot = self.query_one(LiveMap).cursor
        words = here(self.world, self.program, self._loads, spot, frame.looks[0].standing)
        words.append("\n")
        words.append(so_far(self.world, frame.looks, self.MEASURES[:6]))
        self.query_one("#spot", Static).update(words)

    def _draw_panel(self, frame: Frame) -> None:
        self._show_panel()
        if self.query_one("#log-column").display:
            self._draw_log(frame.logs[0])
        if self.query_one("#chart-column").display:
            self._draw_chart(frame)

    def _draw_log(self, entries: tuple[Entry, ...]) -> None:
        log = self.query_one(EventLog)
        filtered = bool(self.wanted or self.unwanted)
        entries = tuple(entry for entry in entries if not entry.minor)
        every = len(entries)
        if not filtered:  # words only for what is seen
            entries = entries[: every - log.back][-log.size.height :]
        said = [self._sentence(entry) for entry in entries]
        rows = [
            (clock(self.world, entry.time, fine=True), words,
             getattr(colours, _KINDS.get(entry.kind, "ACCENT")))
            for entry, words in matching(entries, said, self.wanted, self.unwanted)
        ]  # fmt: skip
        log.show(rows, every if not filtered else len(rows))
        title = say("Events")
        if self.wanted:
            title += "  " + say("only: {words}", words=plain(self.wanted))
        if self.unwanted:
            title += "  " + say("without: {words}", words=plain(self.unwanted))
        if filtered:
            title += f"  {len(rows)}/{len(entries)}"
        self.query_one("#log-title", Static).update(title)

    def _sentence(self, entry: Entry) -> str:
        """An event in words, said once: the log is told anew ten times a second."""
        if len(self._said) > 2 * KEPT:
            self._said.clear()
        found = self._said.get(id(entry))
        if found is None or found[0] is not entry:
            found = self._said[id(entry)] = (entry, sentence(self.world, entry, self._ends))
        return found[1]

    def _draw_chart(self, frame: Frame) -> None:
        chart = self.query_one(LiveChart)
        horizon = max(float(self.world.scenario.study.horizon), frame.now / TICKS)
        spot = self.query_one(LiveMap).cursor
        own = [number for number, home in enumerate(self._loads.stations) if home == spot]
        lines = []
        drawn = zip(range(len(frame.looks)), _LETTERS, (colours.PLACE, colours.LABEL))
        for run, letter, colour in reversed(list(drawn)):
            times, values = (
                self.history.queue(run, own)
                if self.panel != "measure"
                else self.history.measure(run, self.measure)
            )
            lines.append(Line(letter, colour, times, values))
        if self.panel != "measure":
            unit = "jobs"
            title = say("Waiting: {where}", where=place_name(self.world, spot))
        else:
            unit = CATALOGUE[self.measure].unit
            title = say("{measure} so far", measure=measure_term(self.measure))
        if len(frame.looks) > 1:
            title += "  " + say("A as it is, B undisturbed")
        chart.draw(lines, unit, horizon)
        self.query_one("#chart-title", Static).update(title)

    def _show_panel(self) -> None:
        """One panel where there is room for one; the log and a chart where there is for both."""
        both = self.has_class("-wide")
        self.query_one("#log-column").display = both or self.panel == "log"
        self.query_one("#chart-column").display = both or self.panel != "log"

    def on_live_map_moved(self) -> None:
        """Tell of what is under the cursor now."""
        self.drawn = -1
        self.look()

    def on_live_map_opened(self) -> None:
        """A double click zooms in."""
        self.action_zoom()

    # keys

    def _zoom_to(self, root: str | None, cursor: str | None) -> None:
        self._spots = spots(self.world, root)
        self._loads = Loads(self.world, self.program, self._spots)
        self._dots.clear()
        chart = self.query_one(LiveMap)
        chart.show_spots(self._spots)
        if cursor is not None:
            chart.select(cursor)
        self.drawn = -1
        self.look()

    def allows(self, action: str) -> bool:
        if action == "zoom":
            return self._goal() is not None
        if action == "zoom_out":
            return self._spots.root is not None
        return True

    def _goal(self) -> str | None:
        """The region that zooming in would show."""
        if not self.is_mounted or not self.query(LiveMap):
            return None
        spot = self.query_one(LiveMap).cursor
        code = self.world.agencies[spot].region if spot in self.world.agencies else spot
        return None if code == self._spots.root else code

    def action_zoom(self) -> None:
        """Show the region under the cursor alone."""
        goal = self._goal()
        if goal is not None:
            self._zoom_to(goal, goal)
            self.frame()

    def action_zoom_out(self) -> None:
        """Show the region above."""
        root = self._spots.root
        if root is not None:
            parent = self.world.regions[root].parent
            self._zoom_to(parent if parent in self.world.regions else None, root)
            self.frame()

    def action_panel(self) -> None:
        """The next panel."""
        self.panel = PANELS[(PANELS.index(self.panel) + 1) % len(PANELS)]
        self.drawn = -1
        self.look()

    def _ask_for(self, question: Message, name: str) -> None:
        def answered(typed: str | None) -> None:
            if typed is not None:
                setattr(self, name, typed)
                self.query_one(EventLog).back = 0
                self.panel = PANELS[0]
                self.drawn = -1
                self.look()

        self.app.push_screen(Ask(question, getattr(self, name)), answered)

    def action_find_event(self) -> None:
        """Ask which events to show."""
        self._ask_for(Message("Show only events that contain (nothing: all)"), "wanted")

    def action_hide_event(self) -> None:
        """Ask which events to hide."""
        self._ask_for(Message("Hide events that contain (nothing: none)"), "unwanted")

    def action_older(self) -> None:
        """Look back in the log."""
        log = self.query_one(EventLog)
        log.scroll(max(1, log.size.height - 1))

    def action_newer(self) -> None:
        """Look forward in the log."""
        log = self.query_one(EventLog)
        log.scroll(-max(1, log.size.height - 1))
