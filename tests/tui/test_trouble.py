"""What breaks is told without the values it broke on."""

import pytest

from sandbox.tui.app import SandboxApp
from sandbox.tui.trouble import brief, places, trouble


def test_trouble_is_told_without_values() -> None:
    record = "张三 110105194912310021"
    try:
        raise KeyError(record)
    except KeyError as error:
        told = trouble(error)
    assert "KeyError" in told
    assert "test_trouble.py" in told
    assert "110105" not in told
    noted = ValueError(record)
    noted.add_note(
        f'File "/a/b/engine.py", line 7, in run\n    x = "{record}"\nValueError: {record}'
    )
    assert places(noted) == ["engine.py:7 run"]
    assert brief(noted) == "ValueError · engine.py:7 run"


async def test_trouble_while_leaving_is_nobodys(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.exit()
        app._handle_exception(ValueError("a screen half built"))
    assert app.return_code == 0


async def test_a_crash_shows_no_record(library, settle, capsys) -> None:
    app = SandboxApp()

    def broken() -> None:
        secret = "张三 110105194912310021"
        raise ValueError(secret)

    async def crash() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.call_later(broken)
            await pilot.pause()

    with pytest.raises(ValueError, match="1101"):
        await crash()
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "broken" in shown
    assert "110105" not in shown
