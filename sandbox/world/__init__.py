"""The world room: turns a checked scenario into regions, agencies, networks, records and needs."""

from sandbox.world.building import build
from sandbox.world.world import Agency, Demand, Partition, Region, Subjects, World

__all__ = ["Agency", "Demand", "Partition", "Region", "Subjects", "World", "build"]
