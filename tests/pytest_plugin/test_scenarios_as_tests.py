"""Each expectation of a scenario file is a test, where that is asked for, and only there."""

import subprocess
import sys

import pytest

from sandbox.cli.new import starter
from sandbox.engine import EngineUnavailable
from sandbox.language import Message, current, speak
from sandbox.models import by_letter, letters
from sandbox.scenario.recognition import is_scenario
from sandbox.study import RunLost, held

pytest_plugins = "pytester"

EXPECT = """\
expect:
  - {model: federated_query, measure: response_time.mean, max: 10 s}
  - {model: federated_query, measure: response_time.mean, below: letters}
  - {model: letters, measure: by_letter, where: {need: tax-check}, max: 1%}
"""
NAMES = [
    "federated_query:response_time.mean",
    "federated_query:response_time.mean#2",
    "letters:by_letter[need=tax-check]",
]
ASKED = ("-p", "no:asyncio", "-p", "no:cacheprovider", "--sandbox-scenarios", "--sandbox-lang")


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PILOT_SANDBOX_LANG", "en")
    yield
    speak("en")


def _text() -> str:
    """A short scenario, without its expectations."""
    text = starter("en", "small").partition("# What must come out")[0]
    for old, new in (
        ("21 days", "3 days"),
        ("7 days", "1 day"),
        ("replications: 3", "replications: 2"),
        ("  central_library: {}\n", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everything that a study loads: what is first loaded within a pytest of `pytester` is unloaded
    when that ends, which numpy and scipy do not bear."""
    import sandbox.report.facts  # noqa: F401 - loaded for that reason only

    file = tmp_path_factory.mktemp("first") / "small.yaml"
    file.write_text(_text() + EXPECT, encoding="utf-8")
    first = held.Held(held.opened(file).document, engine="simpy")
    assert first.verdict(0).ok


@pytest.fixture
def small(pytester: pytest.Pytester) -> str:
    """`small.yaml`, of three expectations, the last of which is not met; without them its text."""
    text = _text()
    (pytester.path / "small.yaml").write_text(text + EXPECT, encoding="utf-8")
    return text


@pytest.fixture
def ran(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list of the studies that are run."""
    runs: list[object] = []
    compare = held.compare

    def counted(*arguments, **settings):
        runs.append(settings)
        return compare(*arguments, **settings)

    monkeypatch.setattr(held, "compare", counted)
    return runs


def test_there_is_an_item_for_each_expectation_and_one_study(pytester, small, ran) -> None:
    done = pytester.inline_run(*ASKED, "en", "--sandbox-engine", "simpy")
    passed, skipped, failed = done.listoutcomes()
    assert [report.nodeid for report in passed] == [f"small.yaml::{name}" for name in NAMES[:2]]
    assert [report.nodeid for report in failed] == [f"small.yaml::{NAMES[2]}"]
    assert not skipped
    line = small.count("\n") + 3
    assert failed[0].location == ("small.yaml", line, f"small.yaml: {NAMES[2]}")
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("NOT MET: small.yaml:", "expected at most 1%", "interval ", "scenario small")),
        ("zh", ("未达到：small.yaml:", "预期不大于 1%", "置信度 95% 的区间 ", "情景 small")),
    ],
)
def test_a_failure_says_place_value_tolerance_and_interval(
    pytester, small, language: str, words: tuple[str, ...]
) -> None:
    done = pytester.runpytest(*ASKED, language, "--sandbox-engine", "simpy", "--sandbox-seed", "7")
    done.assert_outcomes(passed=2, failed=1)
    text = done.stdout.str()
    line = small.count("\n") + 4
    assert f"small.yaml:{line}:5: expect[2]: letters" in text
    for said in words:
        assert said in text
    assert "Traceback" not in text
    assert "pytest_plugin.py" not in text
    assert f"{'种子' if language == 'zh' else 'seed'} 7" in text
    assert current() == "en"


def test_a_scenario_that_is_refused_is_one_failure_with_all_its_problems(pytester, small) -> None:
    bad = "scenario: bad\nextends: small.yaml\nmodels: {leters: {}}\nexpct: []\n"
    (pytester.path / "bad.yaml").write_text(bad, encoding="utf-8")
    done = pytester.runpytest(*ASKED, "en", "bad.yaml")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(
        [
            "*bad.yaml: scenario*",
            "bad.yaml:3:10: models.leters: *did you mean `letters`?",
            "bad.yaml:4:1: expct: *did you mean `expect`?",
        ]
    )
    assert "Traceback" not in done.stdout.str()


def test_what_only_the_world_shows_is_told_once(pytester, small, ran) -> None:
    wrong = EXPECT.replace("response_time.mean, max", "response_time.maen, max")
    (pytester.path / "small.yaml").write_text(small + wrong, encoding="utf-8")
    done = pytester.runpytest(*ASKED, "en", "-rs")
    done.assert_outcomes(failed=1, skipped=2)
    done.stdout.fnmatch_lines(["small.yaml:*did you mean `response_time.mean`?"])
    assert "the scenario could not be run, as its first test says" in done.stdout.str()
    assert not ran


@pytest.mark.parametrize(
    "trouble",
    [
        RunLost(Message("a worker process ended at once (exit code {code})", {"code": 9})),
        EngineUnavailable(Message("a worker process ended at once (exit code 9)")),
    ],
    ids=["lost", "unavailable"],
)
def test_a_study_that_cannot_be_run_fails_once_without_a_traceback(
    pytester, small, monkeypatch, trouble: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(held, "compare", fail)
    done = pytester.runpytest(*ASKED, "en")
    done.assert_outcomes(failed=1, skipped=2)
    done.stdout.fnmatch_lines(["a worker process ended at once (exit code 9)"])
    assert "held.py" not in done.stdout.str()


@pytest.mark.parametrize("change", ["a default", "an operation"])
def test_a_model_that_was_changed_fails(pytester, small, monkeypatch, change: str) -> None:
    expect = "expect:\n  - {model: letters, measure: by_letter, value: VALUE, rel: 0.0001%}\n"
    found = held.Held(held.opened("small.yaml").document, engine="simpy")
    value = found.verdict(2).seen.mean
    text = small + expect.replace("VALUE", repr(value))
    text = text.replace("by_letter,", "by_letter, where: {need: tax-check},")
    (pytester.path / "small.yaml").write_text(text, encoding="utf-8")
    arguments = (*ASKED, "en", "--sandbox-engine", "simpy")
    pytester.runpytest(*arguments).assert_outcomes(passed=1)
    if change == "a default":
        monkeypatch.setitem(letters.PRESET.parameters, "verified", {"value": "60%", "source": "x"})
    else:
        monkeypatch.setattr(by_letter, "ByLetter", lambda: by_letter.Label("nothing"))
    pytester.runpytest(*arguments).assert_outcomes(failed=1)


OTHERS = {
    "compose.yaml": "services: {web: {image: a}}\n",
    "broken.yml": "a: [\n",
    "molecule.yml": "scenario:\n  name: default\nmodels: 1\n",
    "eslint.yml": "extends: airbnb\n",
    "nested.yaml": "a:\n  scenario: b\n  expect: []\n",
    "comment.yaml": "scenario: # none\nexpect: []\n",
    "empty.yaml": "",
    "binary.yaml": b"\xff\xfe\x00",
}


def test_other_yaml_files_are_left_alone(pytester, small, ran) -> None:
    for name, content in OTHERS.items():
        data = content if isinstance(content, bytes) else content.encode()
        (pytester.path / name).write_bytes(data)
        assert not is_scenario(pytester.path / name), name
    (pytester.path / "gone.yaml").symlink_to("nowhere.yaml")
    done = pytester.runpytest(*ASKED, "en", "--collect-only", "-q")
    assert done.ret == 0
    listed = [line for line in done.stdout.lines if "::" in line]
    assert listed == [f"small.yaml::{name}" for name in NAMES]
    assert not ran


def test_scenarios_are_recognised_sound_or_not(tmp_path) -> None:
    quoted = "\ufeff# x\n'scenario' : a\n\"study\": {}"
    for number, text in enumerate(("scenario: a\nmodels: {}", quoted, "extends: a\nexpect: [")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        assert is_scenario(file), text


def test_scenarios_are_collected_only_where_that_is_asked_for(pytester, small) -> None:
    plain = ("-p", "no:asyncio", "-p", "no:cacheprovider", "--collect-only", "-q")
    assert pytester.runpytest(*plain).ret == pytest.ExitCode.NO_TESTS_COLLECTED
    pytester.makeini("[pytest]\npilot_sandbox_scenarios = true\n")
    done = pytester.runpytest(*plain)
    assert [line for line in done.stdout.lines if "::" in line]


def test_the_plugin_loads_nothing_where_nothing_is_asked_of_it(pytester) -> None:
    (pytester.path / "a.yaml").write_text("scenario: a\nexpect: []\n", encoding="utf-8")
    pytester.makeconftest(
        "import sys\n"
        "def pytest_sessionfinish():\n"
        "    ours = sorted(name for name in sys.modules if name.split('.')[0] == 'sandbox')\n"
        "    print('loaded', ours, 'numpy' in sys.modules)\n"
    )
    # plugins of others (Faker, hypothesis) are kept out: what they load is theirs
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-s", "-p", "sandbox.pytest_plugin"],
        env={"PATH": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": ":".join(sys.path)},
        cwd=pytester.path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "loaded ['sandbox', 'sandbox.pytest_plugin'] False" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("option", "value"), [("replications", "0"), ("seed", "-1"), ("jobs", "1000")]
)
def test_numbers_that_no_study_has_are_refused(pytester, option: str, value: str) -> None:
    done = pytester.runpytest(*ASKED, "en", f"--sandbox-{option}", value)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    assert f"--sandbox-{option}: {value} is no whole number from" in done.stderr.str()


def test_workers_of_xdist_share_no_file(pytester, small) -> None:
    (pytester.path / "other.yaml").write_text(small + EXPECT, encoding="utf-8")
    done = pytester.runpytest_subprocess(
        *ASKED, "en", "-n", "2", "--dist", "loadfile", "-v", "--sandbox-engine", "simpy"
    )
    done.assert_outcomes(passed=4, failed=2)
    workers: dict[str, set[str]] = {}
    for line in done.stdout.lines:
        if line.startswith("[gw") and "::" in line:
            file = next(word for word in line.split() if "::" in word).partition("::")[0]
            workers.setdefault(file, set()).add(line.partition("]")[0])
    assert set(workers) == {"small.yaml", "other.yaml"}
    assert all(len(found) == 1 for found in workers.values())


def test_the_items_of_a_file_are_a_group_of_xdist(pytester, small) -> None:
    items, _ = pytester.inline_genitems(*ASKED, "en")
    marks = [item.get_closest_marker("xdist_group") for item in items]
    assert [mark.args for mark in marks] == [("small.yaml",)] * 3
