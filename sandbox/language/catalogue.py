"""Keeps the catalogues in step: finds the templates in the code, compiles .po files to .mo files.

In: the package's source files and `zh/*.po`. Out: `zh/*.mo` beside them; `templates()` for the test
that every template has a translation. Run as `python -m sandbox.language.catalogue` (needs Babel).
"""

from __future__ import annotations

import ast
import io
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
WRITTEN = datetime(2024, 1, 1, tzinfo=UTC)
"""date in every compiled file, so that it depends on its source alone"""
SPEAKERS = {"Message", "say"}


def templates(package: Path = HERE.parent) -> dict[str, str]:
    """Every literal template passed to `Message` or `say`, with the place of its first use."""
    found: dict[str, str] = {}
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            name = called.id if isinstance(called, ast.Name) else called
            first = node.args[0]
            if (
                name in SPEAKERS
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                place = f"{file.relative_to(package.parent)}:{node.lineno}"
                found.setdefault(first.value, place)
    return found


def compiled(po: Path) -> bytes:
    """The .mo file of a .po file."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    catalogue.creation_date = WRITTEN  # else Babel puts in the time of compiling
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Compile every .po file."""
    for po in sorted(HERE.glob("*/*.po")):
        po.with_suffix(".mo").write_bytes(compiled(po))


if __name__ == "__main__":
    main()
