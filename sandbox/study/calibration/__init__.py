"""Calibration: a scenario's rates, service times and failures from a log of a real exchange.

In: a log (X-Road's operational monitoring records as JSON lines or CSV, or a plain CSV of calls).
Out: fits with intervals and goodness of fit, a scenario that holds them, and how well a run of it
reproduces the log. Logs are streamed: memory does not grow with their length.
"""

from sandbox.study.calibration.calibrate import Calibration, Options, calibrate
from sandbox.study.calibration.lines import LogRefused

__all__ = ["Calibration", "LogRefused", "Options", "calibrate"]
