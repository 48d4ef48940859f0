"""Everything about a scenario that its schema cannot say, checked at once.

In: a `Draft`: the parts of a scenario that fit the schema, even when others do not.
Out: findings (path, message, whether the key is meant).
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.scenario.check_governance import check_governance
from sandbox.scenario.check_information import check_information
from sandbox.scenario.check_places import check_places
from sandbox.scenario.check_study import check_study
from sandbox.scenario.check_workings import check_workings
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """All findings, section by section."""
    yield from check_places(draft)
    yield from check_information(draft)
    yield from check_workings(draft)
    yield from check_governance(draft)
    yield from check_study(draft)
