"""Studies that are kept: from `--store` to the list, the export, the difference, the clearing."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.study.tiny import tiny

QUICK = ("--engine", "simpy", "--jobs", "1")


@pytest.fixture
def kept(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store of two studies, of seeds 1 and 2."""
    tiny(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PILOT_SANDBOX_STORE", "s.sqlite")
    for seed in ("1", "2"):
        assert call("compare", "tiny.yaml", *QUICK, "--replications", "1", "--seed", seed).code == 0
    return tmp_path


def ids(call: Call) -> list[str]:
    return [study["id"] for study in json.loads(call("studies", "list", "--format", "json").out)]


def test_nothing_is_kept_unless_asked(call: Call, small: str, tmp_path: Path) -> None:
    assert call("compare", small, *QUICK).code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["small.yaml"]
    missing = call("studies", "list")
    assert (missing.code, missing.out) == (2, "")
    assert "studies.sqlite" in missing.err


def test_the_answer_is_the_same_with_a_store_and_out_of_it(call: Call, kept: Path) -> None:
    arguments = ("compare", "tiny.yaml", *QUICK, "--format", "json")
    fresh, again = call(*arguments), call(*arguments)
    plain = call(*arguments, "--store", "other.sqlite")
    assert (fresh.code, fresh.out) == (0, again.out)
    assert plain.out == fresh.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_studies_are_listed_and_shown(call: Call, kept: Path, lang: str) -> None:
    listed = call("studies", "list", "--lang", lang)
    assert listed.code == 0
    for study in ids(call):
        assert study[:10] in listed.out
        shown = call("studies", "show", study[:8], "--lang", lang)
        assert "response_time.mean" in shown.out
        assert ("这些模式有何差别？" if lang == "zh" else "What differs") in shown.out
        assert ("结论\n" if lang == "zh" else "Conclusion\n") in shown.out
        assert not {"None", "[", "{", "series_by"} & set(shown.out.split())
        assert ("已完成" if lang == "zh" else "finished") in shown.out
    assert "compare tiny.yaml" in listed.out


def test_json_says_what_the_sheet_says(call: Call, kept: Path) -> None:
    latest = json.loads(call("studies", "list", "--format", "json").out)[0]
    assert (latest["state"], latest["runs"], latest["finished"]) == ("finished", 2, 2)
    assert latest["command"][:2] == ["compare", "tiny.yaml"]
    shown = json.loads(call("studies", "show", latest["id"][:6], "--format", "json").out)
    compared = json.loads(
        call("compare", "tiny.yaml", *QUICK, "--replications", "1", "--format", "json",
             "--seed", str(latest["settings"]["seed"])).out
    )  # fmt: skip
    assert shown["models"]["letters"]["satisfied"] == pytest.approx(
        compared["models"]["letters"]["satisfied"]["mean"], rel=1e-12
    )


def test_the_export_holds_every_number_of_every_run(call: Call, kept: Path) -> None:
    study = ids(call)[0]
    assert call("studies", "export", study[:8], "-o", "out").code == 0
    about = json.loads((kept / "out" / "study.json").read_text())
    assert about["id"] == study
    rows = list(csv.DictReader((kept / "out" / "measures.csv").open(encoding="utf-8")))
    answer = call(
        "compare", "tiny.yaml", *QUICK, "--replications", "1", "--format", "csv",
        "--seed", str(about["settings"]["seed"]),
    )  # fmt: skip
    told = {
        (row["model"], row["measure"]): row["mean"] for row in csv.DictReader(StringIO(answer.out))
    }
    assert len(rows) == len({(row["model"], row["measure"]) for row in rows}) > 100
    for row in rows:
        if row["value"]:
            assert float(row["value"]) == float(told[row["model"], row["measure"]])
    assert call("studies", "export", study[:8], "-o", "out").code == 0  # replaced
    refused = call("studies", "export", study[:8], "-o", ".")
    assert refused.code == 2
    assert (kept / "tiny.yaml").exists()
    assert not list(kept.glob(".*.part"))


def test_parquet_and_sql_hold_what_csv_holds(call: Call, kept: Path) -> None:
    """DuckDB gives every file an identifier of its own: contents are the same, bytes are not."""
    duckdb = pytest.importorskip("duckdb")
    study = ids(call)[0][:8]
    for form, folder in (("csv", "csv"), ("parquet", "parquet"), ("sql", "sql"), ("sql", "again")):
        assert call("studies", "export", study, "-o", folder, "--format", form).code == 0
    tables = [file.stem for file in (kept / "csv").glob("*.csv")]
    assert {"points", "runs", "measures", "breakdowns", "series", "lives"} < set(tables)
    with (
        duckdb.connect("sql/study.duckdb", read_only=True) as sql,
        duckdb.connect("again/study.duckdb", read_only=True) as again,
    ):
        for table in tables:
            with (kept / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                names, *rows = csv.reader(file)
            for base, source in ((sql, f"'parquet/{table}.parquet'"), (sql, table), (again, table)):
                found = base.execute(f"FROM {source}")
                assert [column[0] for column in found.description] == names
                said = [
                    ["" if cell is None else str(cell) for cell in row] for row in found.fetchall()
                ]
                assert said == rows, table
    assert not list((kept / "sql").glob("*.csv"))


def test_the_difference_of_two_studies(call: Call, kept: Path) -> None:
    new, old = ids(call)
    told = call("studies", "diff", old[:8], new[:8], "--measures", "requests,satisfied")
    assert told.code == 0
    lines = [line.split() for line in told.out.splitlines() if line.startswith("  requests")]
    assert len(lines) == 2
    assert {line[-1] for line in lines} <= {"▲", "▼"}
    assert "1 → 2" in told.out or "2 → 1" in told.out
    same = json.loads(call("studies", "diff", new[:8], new[:8], "--format", "json").out)
    arrows = {one["arrow"] for found in same["models"].values() for one in found.values()}
    assert arrows == {"="}


def test_clearing(call: Call, kept: Path) -> None:
    assert "0" in call("studies", "gc").out
    assert len(ids(call)) == 2
    assert call("studies", "gc", "--older-than", "1h").code == 0
    assert len(ids(call)) == 2
    assert call("studies", "gc", "--keep", "1").code == 0
    assert len(ids(call)) == 1
    assert call("studies", "gc", "--keep", "0").code == 0
    assert ids(call) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("studies", "gc", "--older-than", "3 moons"),
        ("studies", "gc", "--older-than", "1d", "--keep", "2"),
        ("studies", "gc", "--keep", "-1"),
        ("studies", "show", "zz"),
        ("studies", "show", ""),
        ("studies", "lst"),
        ("studies", "list", "--store", "tiny.yaml"),
        ("studies", "list", "--store", "."),
        ("compare", "tiny.yaml", "--store", "missing/s.sqlite"),
        ("compare", "tiny.yaml", "--store", ""),
        ("compare", "tiny.yaml", "--store", "/dev/null"),
        ("studies", "list", "--store", "/dev/null"),
        ("compare", "tiny.yaml", "--cluster", ""),
        ("pairs", "tiny.yaml", "--cluster", " "),
        ("pairs", "tiny.yaml", "--store", "."),
        ("test", "tiny.yaml", "--store", "tiny.yaml"),
        ("timeline", "tiny.yaml", "--seed", "77", "--cluster", "nowhere"),
    ],
)
def test_wrong_input_is_refused_in_words(call: Call, kept: Path, wrong: tuple[str, ...]) -> None:
    said = {}
    for lang in ("en", "zh"):
        answer = call(*wrong, "--lang", lang)
        assert (answer.code, answer.out) == (2, "")
        assert "Traceback" not in answer.err
        said[lang] = answer.err
    assert said["en"] != said["zh"]


def test_test_and_timeline_keep_their_runs_too(call: Call, kept: Path) -> None:
    assert call("test", "tiny.yaml", *QUICK, "--replications", "1").code == 0
    first = call("timeline", "tiny.yaml", *QUICK)
    assert call("timeline", "tiny.yaml", *QUICK).out == first.out
    studies = json.loads(call("studies", "list", "--format", "json").out)
    assert sorted(study["kind"] for study in studies) == ["compare", "compare", "test", "timeline"]
    assert {study["state"] for study in studies} == {"finished"}


def test_what_is_heavy_is_loaded_only_where_it_is_used(kept: Path) -> None:
    """Neither Dask nor DuckDB for a comparison in a store; no numpy for help."""
    script = (
        "import sys\nfrom sandbox.cli import run\n"
        "run(sys.argv[1:])\n"
        "print([name for name in ('distributed', 'dask', 'duckdb') if name in sys.modules],"
        " 'numpy' in sys.modules, file=sys.stderr)"
    )
    for arguments, loaded in (
        (("compare", "tiny.yaml", *QUICK), "[] True\n"),
        (("studies", "export", "--help"), "[] False\n"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
        )
        assert done.stderr.endswith(loaded)
