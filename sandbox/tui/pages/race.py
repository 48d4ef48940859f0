"""The race: several models side by side on the same draws, and one request through all of them.

In: the models ticked. Out: their measures as they move together in simulated time.
"""

from __future__ import annotations

import math

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from sandbox.flows import TICKS, ticks
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term
from sandbox.study.live import Entry, Frame, Race
from sandbox.tui import colours
from sandbox.tui.action import RACE
from sandbox.tui.actions import bindings_of
from sandbox.tui.live_history import History
from sandbox.tui.live_words import asked, clock, step
from sandbox.tui.pages.stage import Stage
from sandbox.tui.widgets.event_log import EventLog, Row
from sandbox.tui.widgets.live_chart import Line, LiveChart
from sandbox.tui.widgets.model_legend import ModelLegend, Standing
from sandbox.world.world import World


class RacePage(Stage):
    """Models that race."""

    NAME = RACE
    BINDINGS = bindings_of(RACE)

    def __init__(self, world: World, race: Race) -> None:
        super().__init__(world, race)
        self.race = race
        self.history = History()
        self._request: Entry | None = None
        self._lives: dict[str, list[Entry]] = {}
        self._found = False  # lives that are not shown yet
        order = list(world.scenario.models)
        self._places = [order.index(model) for model in race.models]

    def parts(self) -> ComposeResult:
        yield from super().parts()
        yield Static(id="race-title", markup=False)
        yield LiveChart(id="race-chart")
        yield ModelLegend(id="racing")
        with Vertical(id="panel"):
            yield Static(id="panel-title", classes="panel-title", markup=False)
            yield EventLog(id="events")

    def title_words(self) -> str:
        return say("Race")

    def purpose(self) -> str:
        return say(
            "Up to nine models side by side: all meet the same requests, changes and accidents, "
            "and move together in simulated time. Behind each name: the measure so far, and how "
            "many requests were answered of how many made. f follows the latest request through "
            "all models, to its end, however far ahead that is."
        )

    def draw(self, frame: Frame) -> None:
        """Chart, standings and the request that is followed."""
        self.history.note(frame.looks)
        unit = CATALOGUE[self.measure].unit
        lines, standings = [], []
        for run, (place, look) in enumerate(zip(self._places, frame.looks)):
            letter, colour = colours.letter(place), colours.series_colour(place)
            lines.append(Line(letter, colour, *self.history.measure(run, self.measure)))
            progress = look.progress
            value = figure(progress.measures.get(self.measure, math.nan), unit)
            said = f"{value}  {progress.answered}/{progress.made}"
            standings.append(Standing(letter, colour, plain(look.model), said))
        horizon = max(float(self.world.scenario.study.horizon), frame.now / TICKS)
        self.query_one("#race-chart", LiveChart).draw(lines, unit, horizon)
        self.query_one(ModelLegend).show(standings)
        title = Text(measure_term(self.measure), style=f"bold {colours.ACCENT}", no_wrap=True)
        warm_up = ticks(float(self.world.scenario.study.warm_up))
        said = say("so far")
        if frame.now < warm_up:
            said = say("warm-up until {time}", time=clock(self.world, warm_up))
        title.append(f"  {said}", style=f"not bold {colours.LABEL}")
        self.query_one("#race-title", Static).update(title)
        self._draw_lives()

    def _draw_lives(self) -> None:
        request = self._request
        if request is None:
            self.query_one("#panel-title", Static).update(say("f follows a request"))
            return
        self.query_one("#panel-title", Static).update(
            say(
                "{what} #{number}, made {time}",
                what=asked(self.world, request.name),
                number=request.index + 1,
                time=clock(self.world, request.time),
            )
        )
        rows: list[Row] = []
        for place, model in zip(self._places, self.race.models):
            life = [entry for entry in self._lives.get(model, ()) if not entry.minor]
            colour = colours.series_colour(place)
            name = f"{colours.letter(place)} {plain(model)}"
            if not life:
                rows.append((" " * 9, f"{name}  …", colour))
                continue
            took = figure((life[-1].time - request.time) / TICKS, "s")
            rows.append((" " * 9, f"{name}  {step(self.world, life[-1])}, {took}", colour))
            rows += [
                (f"{figure((one.time - request.time) / TICKS, 's'):>9}",
                 step(self.world, one), colours.TEXT)
                for one in life[1:]
            ]  # fmt: skip
        self.query_one(EventLog).show(rows)

    def action_follow_request(self) -> None:
        """Follow the latest request."""
        frame = self.player.frame
        made = [
            entry
            for entry in (frame.logs[0] if frame is not None else ())
            if entry.kind == "request" and entry.event == "made"
        ]
        if not made:
            self.app.notify(say("No request in the log yet; play on a little."))
            return
        request = made[-1]
        self._request, self._lives = request, {}
        self.player.order(lambda _: self._follow(request))
        self._draw_lives()

    def _follow(self, request: Entry) -> None:
        """In the player's thread."""
        self._lives = self.race.follow(request.name, request.index, request.time, self.race.end)
        self._found = True

    def between_frames(self) -> None:
        """Show the beginning of what was found."""
        if self._found:
            self._found = False
            self._draw_lives()
            log = self.query_one(EventLog)
            log.scroll(len(log.rows))

    def action_older(self) -> None:
        """Look up the lives."""
        log = self.query_one(EventLog)
        log.scroll(max(1, log.size.height - 1))

    def action_newer(self) -> None:
        """Look down the lives."""
        log = self.query_one(EventLog)
        log.scroll(-max(1, log.size.height - 1))
