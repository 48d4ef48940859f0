"""What holds for all tests, wherever they run.

The kernel that tests compile is kept apart, so that `auto` chooses alike on every machine; so are
the studies that an app under test keeps, and what it remembers; and
Ctrl-C means what it means at a terminal, also where the tests themselves run in the background.
"""

import os
import signal
import tempfile

_KEPT = tempfile.TemporaryDirectory(prefix="pilot-sandbox-tests-")
os.environ["XDG_CACHE_HOME"] = os.path.join(_KEPT.name, "cache")
os.environ["XDG_DATA_HOME"] = os.path.join(_KEPT.name, "data")
os.environ["XDG_STATE_HOME"] = os.path.join(_KEPT.name, "state")
os.environ["NUMBA_CACHE_DIR"] = os.path.join(_KEPT.name, "numba")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # which children would inherit
    signal.signal(signal.SIGINT, signal.default_int_handler)
