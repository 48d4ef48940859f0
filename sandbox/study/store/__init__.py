"""The store of studies: one SQLite file, written while studies run and read by anyone meanwhile.

In: studies as they begin, runs as they finish. Out: runs that need not be done again, studies to
list, export and compare. A run belongs to every study that needs it.
"""

from sandbox.study.store.keeping import Keeping
from sandbox.study.store.rows import StudyRow
from sandbox.study.store.store import Store

__all__ = ["Keeping", "Store", "StudyRow"]
