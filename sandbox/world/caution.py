"""What is allowed in a world and probably not meant: it is told as a warning.

In: a world without problems. Out: warnings, each with its place in the scenario.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.world.calendar import unknown_years
from sandbox.world.planting import Refuse
from sandbox.world.tree import within
from sandbox.world.world import World


def doubt(world: World, warn: Refuse) -> None:
    """Tell `warn` what is probably not meant."""
    _calendar(world, warn)
    _reaches(world, warn)
    _surges(world, warn)
    _traces(world, warn)


def _calendar(world: World, warn: Refuse) -> None:
    """Years whose public holidays are not known."""
    calendar = world.calendar
    if calendar.spec.country != "CN":
        return
    study = world.scenario.study
    years = unknown_years(calendar.start, calendar.day(study.horizon + study.drain))
    if years:
        warn(
            ("study", "start"),
            Message(
                "the public holidays of {years} are not known to the calendar: Monday to Friday "
                "are taken as working days; list others under `calendar`, `holidays` and "
                "`workdays`",
                {"years": years},
            ),
        )


def _reaches(world: World, warn: Refuse) -> None:
    """Requests about people in another province, where there is none."""
    provinces = sum(region.level == "province" for region in world.regions.values())
    if provinces > 1:
        return
    for name, need in world.scenario.needs.items():
        if need.reach.nation > 0:
            warn(
                ("needs", name, "reach", "nation"),
                Message(
                    "this world has one province, so no subject is at home in another; the share "
                    "goes to the others"
                ),
            )


def _traces(world: World, warn: Refuse) -> None:
    """Given arrivals that come after the study."""
    horizon = float(world.scenario.study.horizon)
    for name, need in world.scenario.needs.items():
        if need.arrivals is None or need.arrivals.file is None:
            continue
        given = [d.times for d in world.demands.values() if d.need == name and d.times is not None]
        late = sum(1 for times in given for time in times if time >= horizon)
        path = ("needs", name, "arrivals", "file")
        said = {"late": late, "all": sum(map(len, given))}
        if not said["all"]:
            warn(path, Message("the file gives no arrivals, so nothing is asked"))
        elif late:
            warn(path, Message("{late} of {all} arrivals come after the horizon", said))


def _surges(world: World, warn: Refuse) -> None:
    """Surges in regions where nobody has the need."""
    for name, disturbance in world.scenario.disturbances.items():
        surge = disturbance.surge
        if surge is None or surge.regions is None:
            continue
        inside = within(world.regions, surge.regions)
        for number, need in enumerate(surge.needs):
            having = (d for d in world.demands.values() if d.need == need)
            if not any(world.agencies[demand.consumer].region in inside for demand in having):
                warn(
                    ("disturbances", name, "surge", "needs", number),
                    Message("nobody has this need in these regions, so the surge changes nothing"),
                )
