"""The scenario of a new pilot province: from a few answers, or from tables that a province has.

In: a region code, departments, numbers; or CSV files of agencies, catalogue and calls. Out: the
text of a scenario that is fit to run, or every mistake with its file, line and column.
"""

from sandbox.world.pilot.departments import TypicalDepartment, typical
from sandbox.world.pilot.layout import laid_out
from sandbox.world.pilot.plan import Plan, planned
from sandbox.world.pilot.tables import TABLES, tree_of

__all__ = [
    "TABLES",
    "Plan",
    "TypicalDepartment",
    "laid_out",
    "planned",
    "tree_of",
    "typical",
]
