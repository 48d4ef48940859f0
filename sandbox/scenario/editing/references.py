"""Which values of a scenario are names of other things in it.

In: a path. Out: the section, or the kind of thing, whose names may be written there.
"""

from __future__ import annotations

from sandbox.scenario.problems import Path

_REFERENCES: dict[tuple[str, ...], str] = {
    ("departments", "*", "networks"): "networks",
    ("departments", "*", "regions"): "regions",
    ("gateways", "*", "between"): "networks",
    ("graph", "network"): "networks",
    ("catalogue", "*", "provider"): "departments",
    ("catalogue", "*", "need_to_know"): "departments",
    ("catalogue", "*", "verifiers", "*", "department"): "departments",
    ("needs", "*", "consumer"): "departments",
    ("needs", "*", "regions"): "regions",
    ("needs", "*", "resources"): "catalogue",
    ("needs", "*", "profile"): "profiles",
    ("agreements", "*", "provider"): "departments",
    ("agreements", "*", "consumers"): "departments",
    ("agreements", "*", "resources"): "catalogue",
    ("disturbances", "*", "surge", "needs"): "needs",
    ("disturbances", "*", "surge", "regions"): "regions",
    ("disturbances", "*", "cut", "network"): "networks",
    ("disturbances", "*", "cut", "regions"): "regions",
    ("disturbances", "*", "theft", "agency"): "agencies",
    ("disturbances", "*", "theft", "needs"): "needs",
    ("models", "*", "preset"): "presets",
    ("models", "*", "basic"): "presets",
    ("models", "*", "business"): "presets",
    ("models", "*", "published"): "presets",
    ("study", "baseline"): "models",
    ("study", "precision", "measures"): "measures",
    ("expect", "*", "model"): "models",
    ("expect", "*", "above"): "models",
    ("expect", "*", "below"): "models",
    ("expect", "*", "measure"): "measures",
    ("governance", "waves", "*", "regions"): "regions",
    ("governance", "waves", "*", "departments"): "departments",
}


def refers_to(path: Path) -> str | None:
    """What kind of name stands at a path; None where it is no name of another thing."""
    for pattern, kind in _REFERENCES.items():
        if len(pattern) == len(path) and all(
            part == "*" or part == step for part, step in zip(pattern, path)
        ):
            return kind
    return None
