"""Opens a text in the editor that the planner is used to.

In: a manuscript. Out: its text as the editor left it. A file that holds the text is opened itself;
else a copy is, so that nothing is written over.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from sandbox.scenario.editing import Manuscript
from sandbox.scenario.text import decode


def command() -> list[str]:
    """The editor's command: `$VISUAL`, `$EDITOR`, or what is usually there; empty: none."""
    for variable in ("VISUAL", "EDITOR"):
        if words := shlex.split(os.environ.get(variable, "")):
            return words
    return next(([name] for name in ("nano", "vi") if shutil.which(name)), [])


def edited(manuscript: Manuscript, editor: list[str]) -> None:
    """Run the editor and take over what it left, as one step.

    Raises:
        OSError: when the editor cannot be run.
        Refused: when what it left is no text.
    """
    if manuscript.kept and not manuscript.changed and manuscript.place is not None:
        subprocess.run([*editor, str(manuscript.place)], check=False)
        manuscript.read_again()
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / (Path(manuscript.name).stem + ".yaml")
        copy.write_text(manuscript.text, encoding="utf-8")
        subprocess.run([*editor, str(copy)], check=False)
        left = decode(copy.read_bytes(), manuscript.name).replace("\r\n", "\n")
    manuscript.change(left)
