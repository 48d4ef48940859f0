"""Keeps the kernel that tests compile apart, so that `auto` chooses alike on every machine."""

import os
import tempfile

_KEPT = tempfile.TemporaryDirectory(prefix="pilot-sandbox-tests-")
os.environ["XDG_CACHE_HOME"] = os.path.join(_KEPT.name, "cache")
os.environ["NUMBA_CACHE_DIR"] = os.path.join(_KEPT.name, "numba")
