"""Files that cannot be read, and files made to do harm."""

import time
from pathlib import Path

import pytest

from sandbox.scenario import Refused, load, text
from sandbox.scenario.library import find, shipped
from sandbox.scenario.text import compose, scalar


def refused(source: str | Path) -> str:
    with pytest.raises(Refused) as refusal:
        load(source)
    return refusal.value.render("en")


def test_a_missing_file_is_said_with_the_shipped_names(tmp_path: Path) -> None:
    said = refused(str(tmp_path / "zzzz.yaml"))
    assert "there is no file and no shipped scenario" in said
    assert all(name in said for name in shipped())


def test_a_misspelt_file_is_said_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "tax-office.yaml").write_text("a: 1")
    assert f"did you mean `{tmp_path}/tax-office.yaml`?" in refused(
        str(tmp_path / "tax-offce.yaml")
    )


def test_a_folder_and_a_device_are_not_scenarios(tmp_path: Path) -> None:
    assert "this is a folder" in refused(tmp_path)
    assert "this is not a file that can be read as a scenario" in refused("/dev/null")


def test_impossible_names_are_refused() -> None:
    assert "there is no file" in refused("a\0b")
    assert "there is no file" in refused("x" * 5000)


def test_a_file_that_the_system_does_not_let_us_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "locked.yaml"
    file.write_text("a: 1")

    def deny(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert refused(file) == f"{file}:1:1: the file cannot be read: permission denied"


def test_a_large_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (text.LARGEST_FILE + 1))
    assert "the file is larger than 4 MB" in refused(file)


def test_a_long_chain_of_extensions_is_refused(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n")
    assert "more than 10 scenarios extend each other" in refused(tmp_path / "0.yaml")


def test_a_circle_of_extensions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n")
    said = refused(tmp_path / "a.yaml")
    assert said.endswith(
        "b.yaml:1:10: extends: `a.yaml` extends itself, directly or by way of others"
    )


def test_harmful_files_are_refused_quickly(tmp_path: Path) -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"k{n}: &n{n} [*{'a' if n == 0 else f'n{n - 1}'}, *{'a' if n == 0 else f'n{n - 1}'}]\n"
        for n in range(38)
    )
    harmful = {
        "laughs": laughs,
        "deep": "[" * 20_000,
        "deep_maps": "{a: " * 20_000,
        "deep_blocks": "".join(" " * n + "a:\n" for n in range(2000)),
        "python": "a: !!python/object/apply:os.system ['touch /tmp/x']\n",
        "wide": "needs: {" + ", ".join(f"n{n}: 5" for n in range(5_000)) + "}\n",
        "unknown": "\n".join(f"key{n}: 5" for n in range(5_000)),
        "digits": "study: {seed: " + "9" * 20_000 + "}\n",
        "anchors": "".join(f"k{n}: &a{n} x\n" for n in range(5_000)),
    }
    for name, words in harmful.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(words)
        start = time.perf_counter()
        refused(file)
        assert time.perf_counter() - start < 20, (
            name
        )  # a fraction of a second when nothing else runs


def test_nothing_is_executed(tmp_path: Path) -> None:
    file, witness = tmp_path / "evil.yaml", tmp_path / "witness"
    file.write_text(f"title: !!python/object/apply:os.system ['touch {witness}']\n")
    assert "the tag" in refused(file)
    assert not witness.exists()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("No", "No"),
        ("true", True),
        ("~", None),
        ("", None),
        ("09:00", "09:00"),
        ("2024-03-04", "2024-03-04"),
        ("007", "007"),
        ("330102", 330102),
        ("-5", -5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("91350100000100043123", "91350100000100043123"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("0x10", "0x10"),
    ],
)
def test_unquoted_values_are_read_as_people_mean_them(written: str, value: object) -> None:
    found = scalar(written)
    assert (found, type(found)) == (value, type(value))


def test_quoted_values_stay_text() -> None:
    tree = compose("a: \"12\"\nb: '12'\nc: 12\nd: 'null'\n", "x").plain()
    assert tree == {"a": "12", "b": "12", "c": 12, "d": "null"}


def test_merge_keys_take_over_what_is_not_written() -> None:
    tree = compose("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n", "x").plain()
    assert tree["b"] == {"x": 1, "y": 3}


def test_places_count_characters_not_bytes() -> None:
    node = compose("名称: {值: 数}\n", "x").at("名称", "值")
    assert node is not None
    assert (node.mark.line, node.mark.column) == (1, 9)


def test_shipped_scenarios_are_found_by_name() -> None:
    for name in shipped():
        assert find(name).is_file()
