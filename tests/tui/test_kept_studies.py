"""Studies that are kept: listed, opened, started apart from the app, cancelled, resumed, left."""

import pytest

from sandbox.background import held
from sandbox.background.queue import Queue
from sandbox.scenario import load
from sandbox.study import compare
from sandbox.study.kept import studies_of
from sandbox.study.store import Store
from sandbox.study.trouble import Trouble
from sandbox.tui.app import SandboxApp
from sandbox.tui.kept_studies import only_saved
from sandbox.tui.memory import FILES, Left, Memory
from sandbox.tui.pages.background import options, wrong
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.leave_study import LeaveStudy
from sandbox.tui.pages.report import ReportPage
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.pages.studies import StudiesPage
from tests.study.tiny import tiny

pytestmark = pytest.mark.skipif(not held.possible(), reason="locks of POSIX")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A store with a finished comparison of two models, whose scenario lies beside it."""
    monkeypatch.setattr("sandbox.tui.pages.home.shipped", list)
    monkeypatch.setattr("sandbox.tui.kept_studies.wake", lambda queue: None)
    monkeypatch.setattr("sandbox.background.resuming.wake", lambda queue: None)
    monkeypatch.chdir(tmp_path)
    document = tiny(tmp_path)
    path = tmp_path / "s.sqlite"
    with Store(path, command=["compare", document.file]) as store:
        compare(document, replications=2, jobs=1, engine="simpy", store=store)
    return path


def app_of(path, memory=None):
    app = SandboxApp(jobs=1)
    app.kept.store = path
    if memory is not None:
        app.kept.memory = memory
    return app


async def test_a_planner_opens_starts_cancels_resumes_exports_and_deletes(
    kept, tmp_path, settle, lines
) -> None:
    app, queue = app_of(kept), Queue(kept)

    async def press(pilot, *keys):
        await pilot.press(*keys)
        await settle(pilot)
        app.kept.look()
        await settle(pilot)
        return "\n".join(lines(app))

    async with app.run_test(size=(100, 30)) as pilot:
        seen = await press(pilot)
        assert "✓ finished" in seen  # on the first screen already
        seen = await press(pilot, "s")
        assert isinstance(app.screen, StudiesPage)
        assert "studies: 1 · under way: 0 · waiting: 0" in seen
        seen = await press(pilot, "i")
        assert isinstance(app.screen, ReportPage)
        assert "What differs between these models?" in seen
        seen = await press(pilot, "l")
        assert "这些模式有何差别？" in seen
        await press(pilot, "l", "escape")
        await press(pilot, "enter")
        assert isinstance(app.screen, ComparePage)
        assert app.desk.finished.kept_as == studies_of(kept)[0].id
        assert app.screen.comparison.replications == 2
        await press(pilot, "d", "escape", "escape")  # its breakdown by need: the world is there
        assert isinstance(app.screen, StudiesPage)

        seen = await press(pilot, "n", *"0", "enter")
        assert "! expected a whole number" in seen
        await press(pilot, "end", "backspace", *"5%", "enter")
        (job,) = queue.jobs()
        assert job.command[:1] == ("compare",)
        assert job.command[job.command.index("--precision") + 1] == "5%"
        seen = await press(pilot, "home")
        assert "… queued" in seen
        assert "Nobody works the queue off" in seen
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert queue.jobs()[0].state == "cancelled"
        await press(pilot, "r")
        assert queue.jobs()[0].state == "queued"
        await press(pilot, "d", "y")
        assert queue.jobs() == []

        await press(pilot, "e", "enter")
        (folder,) = tmp_path.glob("*/study.json")
        assert (folder.parent / "measures.csv").is_file()
        await press(pilot, "d", "n")
        assert len(studies_of(kept)) == 1
        seen = await press(pilot, "d", "y")
        assert studies_of(kept) == []
        assert "No study is kept yet" in seen


@pytest.mark.parametrize("key", ["b", "y"])
async def test_leaving_while_a_study_runs_asks_what_becomes_of_it(
    key, library, to_models, study, tmp_path, lines
) -> None:
    study.go_on.clear()
    app = app_of(tmp_path / "s.sqlite")
    queue = Queue(tmp_path / "s.sqlite")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r", "q")
        await pilot.pause()
        assert isinstance(app.screen, LeaveStudy)
        assert "It goes on in the background" in "\n".join(lines(app))
        await pilot.press("n")
        assert app.desk.running
        await pilot.press("q", key)
    assert app.return_code == 0
    assert app.desk.study.ended.wait(20)
    assert app.desk.study.state == "cancelled"
    commands = [job.command for job in queue.jobs()]
    if key == "y":
        assert commands == []
    else:
        (command,) = commands
        assert command[:2] == ("compare", "tiny")
        assert command[2:4] == ("--models", ",".join(app.desk.study.models))
        assert app.kept.to_wake


async def test_the_apps_own_study_is_the_one_that_its_command_goes_on_with(kept, tmp_path) -> None:
    """All its runs are in the store already: the same study, under the same id."""
    from sandbox.tui.running import StudyRun

    document = load(studies_path(tmp_path))
    study = StudyRun(
        document, list(document.scenario.models), 2, int(document.scenario.study.seed), jobs=1,
        store=kept, name=document.file,
    )  # fmt: skip
    study.execute()
    assert study.state == "done"
    (row,) = studies_of(kept)
    assert study.kept_as == row.id


def studies_path(folder):
    (file,) = folder.glob("*.yaml")
    return file


async def test_a_store_that_is_no_use_does_not_keep_a_study_from_being_run(kept, tmp_path) -> None:
    from sandbox.tui.running import StudyRun

    (tmp_path / "other").write_text("no database", encoding="utf-8")
    document = load(studies_path(tmp_path))
    study = StudyRun(document, list(document.scenario.models)[:1], 1, 1, jobs=1,
                     store=tmp_path / "other", name=document.file)  # fmt: skip
    study.execute()
    assert study.state == "done"
    assert "other" in study.not_kept


async def test_the_app_goes_on_where_it_was_left(kept, tmp_path, settle, lines) -> None:
    memory = Memory(tmp_path / "state" / "app.json")
    app = app_of(kept, memory)
    file = studies_path(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "continue" not in {action.name for action in app.screen.possible()}
        await pilot.press("o", *file.name, "enter")
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
    again = app_of(kept, Memory(memory.path))
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen = "\n".join(lines(again))
        assert f"c goes on where you left: {file.name} › Models" in seen
        await pilot.press("c")
        await settle(pilot)
        assert isinstance(again.screen, SetupPage)
        await pilot.press("f3")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(again.screen, ComparePage)
    last = app_of(kept, Memory(memory.path))
    async with last.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("c")
        await settle(pilot)
        assert isinstance(last.screen, ComparePage)
        await pilot.press("escape")
        assert isinstance(last.screen, HomePage)


@pytest.mark.parametrize(
    "damage", ["", "{", "null", "[]", '{"files": []}', '{"scenario": 1, "page": "", "study": "",'
               ' "files": []}', '{"scenario": "", "page": "", "study": "", "files": [3]}']
)  # fmt: skip
def test_a_damaged_memory_is_no_memory(damage, tmp_path) -> None:
    path = tmp_path / "app.json"
    path.write_text(damage, encoding="utf-8")
    assert Memory(path).left == Left()


def test_files_are_remembered_by_where_they_lie_the_latest_first(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    memory = Memory(tmp_path / "deep" / "er" / "app.json")
    for number in range(FILES + 2):
        (tmp_path / f"{number}.yaml").touch()
        memory.opened(f"{number}.yaml")
    memory.opened("textbook/mm1")  # shipped: it is in the list anyway
    found = Memory(memory.path).files()
    assert found == [str(tmp_path / f"{number}.yaml") for number in range(FILES + 1, 1, -1)]
    (tmp_path / "9.yaml").unlink()
    assert memory.files() == found[1:]


def test_a_memory_that_cannot_be_written_is_no_trouble(tmp_path) -> None:
    (tmp_path / "file").touch()
    Memory(tmp_path / "file" / "app.json").visit("world", "textbook/mm1", "")


@pytest.mark.parametrize("typed", ["", "0", "-3", "1.5", "0%", "100%", "five", "٣"])
def test_what_is_neither_a_number_nor_a_precision_is_refused(typed) -> None:
    assert wrong(typed) is not None


def test_replications_or_a_precision_become_options() -> None:
    assert wrong("12") is wrong("2.5 %") is wrong("5％") is None
    assert options("12", 7) == [("replications", 12), ("seed", 7)]
    assert options("2.5 %", 7) == [("precision", "2.5%"), ("seed", 7)]


def test_only_what_is_saved_can_run_apart_from_the_app() -> None:
    only_saved("business-startup")
    with pytest.raises(Trouble, match=r"Save the scenario first|请先保存情景"):
        only_saved("business-startup*")
