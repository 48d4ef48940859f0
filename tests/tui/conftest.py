"""A tiny library, a study without simulation, and screens as plain text."""

import io
import math
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from sandbox.engine.interface import Cancelled
from sandbox.language import speak
from sandbox.measures import BREAKDOWNS, CATALOGUE, Breakdown
from sandbox.measures.chronicle import Chronicle
from sandbox.scenario import load
from sandbox.study.comparison import summarise
from sandbox.study.progress import RunProgress, StudyProgress
from sandbox.study.runs import RunResult
from sandbox.tui.app import SandboxApp
from sandbox.world import build
from tests.tui.chronicles import chronicles

HERE = Path(__file__).parent
MEASURES = {
    "requests": lambda model, replication: 220.0 + replication,
    "response_time.mean": lambda model, replication: (200000.0, 2.5, 0.9)[model] + replication / 10,
    "satisfied": lambda model, replication: (0.12, 0.99, 0.995)[model] + replication / 1000,
    "age.mean": lambda model, replication: (86400.0 * 30, 0.4, 3600.0)[model] + replication,
    "fresh": lambda model, replication: (0.8, 1.0, 0.98)[model],
    "agreements": lambda model, replication: (0.0, 1.0, 1.0)[model],
    "cost.total": lambda model, replication: (125000.0, 43210.0, 43250.0)[model] + 20 * replication,
}


def groups(document):
    """Names of each breakdown's groups in the tiny world."""
    world = build(document)
    known = {
        "need": tuple(world.scenario.needs),
        "department": tuple(world.scenario.departments),
        "region": tuple(world.regions),
        "level": ("county", "prefecture", "province"),
        "agency": tuple(world.agencies),
    }
    return {by: known.get(by, ()) for by in BREAKDOWNS}


class FakeStudy:
    """Stands in for the study room: plausible numbers, at once or when told to go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.calls = []
        self.error = None
        self.chronicles = {}  # of the first replication of each model

    def compare(
        self, document, *, models, replications, seed, jobs, engine, observer, cancel, store=None
    ):
        self.calls.append((tuple(models), replications, seed, jobs))
        total = len(models) * replications
        known = list(document.scenario.models)
        for done in range(total):
            model, replication = models[done // replications], done % replications
            for fraction in (0.25, 0.5, 0.75):
                values = {
                    name: value(known.index(model), replication) * (0.5 + fraction)
                    for name, value in MEASURES.items()
                }
                looks = (RunProgress(model, replication, fraction, values),)
                share = (done + fraction) / total
                observer(StudyProgress(done, total, share, 42.0, looks))
                deadline = time.monotonic() + 20
                while done and not self.go_on.is_set() and time.monotonic() < deadline:
                    if cancel.wait(0.01):
                        raise Cancelled
            if self.error is not None:
                raise self.error
        tables = groups(document)
        runs = [
            replace(
                self.result(tables, model, known.index(model), seed, replication),
                chronicle=Chronicle() if replication else self.chronicles.get(model, Chronicle()),
            )
            for model in models
            for replication in range(replications)
        ]
        return summarise(document, models, runs, seed=seed, replications=replications)

    @staticmethod
    def result(tables, model, place, seed, replication):
        measures = dict.fromkeys(CATALOGUE, math.nan)
        measures |= {name: value(place, replication) for name, value in MEASURES.items()}
        breakdowns = {
            by: Breakdown(
                names,
                tuple(MEASURES),
                np.array(
                    [[measures[m] * (1 + i / 10) for m in MEASURES] for i in range(len(names))]
                ).reshape(len(names), len(MEASURES)),
            )
            for by, names in tables.items()
        }
        hours = [7200.0 * step for step in range(24)]
        wave = {
            name: [value(place, replication) * (1 + math.sin(step / 4) / 3) for step in range(24)]
            for name, value in MEASURES.items()
            if name != "agreements"
        }
        return RunResult(
            model=model,
            seed=seed,
            replication=replication,
            engine="simpy",
            measures=measures,
            breakdowns=breakdowns,
            selected={},
            series={"time": hours, **wave},
            events=1,
            unfinished=0,
            wall=0.1,
        )


@pytest.fixture(autouse=True)
def language(request):
    """English, unless a test asks for another language by parameter."""
    chosen = getattr(request, "param", "en")
    speak(chosen)
    yield chosen
    speak("en")


@pytest.fixture
def library(monkeypatch):
    """The app finds the tiny scenario and a broken one, and nothing else."""
    names = {"tiny": HERE / "tiny.yaml", "broken": HERE / "broken.yaml"}
    monkeypatch.chdir(HERE)
    monkeypatch.setattr("sandbox.tui.pages.home.shipped", lambda: list(names))
    monkeypatch.setattr(
        "sandbox.study.opening.load", lambda name: load(Path(names.get(name, name)).name)
    )


@pytest.fixture
def study(monkeypatch):
    """The study room replaced by numbers made up here."""
    fake = FakeStudy()
    monkeypatch.setattr("sandbox.tui.running.compare", fake.compare)
    return fake


@pytest.fixture
def governed(study):
    """A study that governance was part of: two models of the tiny world have a chronicle."""
    study.chronicles = chronicles()
    return study


@pytest.fixture(scope="session")
def tiny_world():
    return build(load(HERE / "tiny.yaml"))


@pytest.fixture
def lines():
    """The lines of the screen in front, as a reader sees them."""

    def export(app: SandboxApp) -> list[str]:
        width, height = app.size
        console = Console(
            width=width,
            height=height,
            file=io.StringIO(),
            force_terminal=True,
            color_system="truecolor",
            record=True,
            legacy_windows=False,
        )
        console.print(
            app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
        )
        return console.export_text().split("\n")[:height]

    return export


@pytest.fixture
def settle():
    """Wait until keys and threads are done, their messages are answered, everything is drawn."""

    async def wait(pilot) -> None:
        app, calm, waited = pilot.app, 0, 0
        while calm < 5:  # a key starts a thread, which opens a screen, which takes the next key
            await app.workers.wait_for_complete()
            await pilot.pause(0.02)  # a layout asked for waits for an idle moment
            busy = app.under_way or app.opens() or any(not each.is_finished for each in app.workers)
            # what moves by itself, or is hidden, is never drawn to the end
            drawing = waited < 50 and to_be_drawn(app)
            calm, waited = 0 if busy or drawing else calm + 1, waited + drawing

    def to_be_drawn(app) -> bool:
        """Whether a widget of the screen in front has a layout or a message before it."""
        return any(
            each._layout_required or not each._message_queue.empty()
            for each in (app.screen, *app.screen.walk_children())
            if each.is_on_screen
        )

    return wait


@pytest.fixture
def follow(settle):
    """Wait for the study's thread, then draw what it left as the app's clock would."""

    async def wait(pilot) -> None:
        await settle(pilot)
        pilot.app.follow()
        await settle(pilot)

    return wait


@pytest.fixture
def to_models(settle):
    """Open the tiny scenario and go on to its models."""

    async def go(pilot) -> None:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)

    return go
