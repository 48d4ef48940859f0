"""Designs: questions that take many comparisons, each of the scenario with other values in it.

In: a scenario, factors (paths and values), a question. Out: which points were run and what they
show: a sweep, what drives a measure, which model to choose, how many servers are enough. All
points meet the same draws, and every one is run by `Experiment`.
"""
