"""Statistics: what studies rest on, as pure functions of numbers.

In: arrays of measures by replication, model or time. Out: when to stop, what to leave out, what
differs, what is best, what matters. Nothing here knows scenarios, engines or screens, and every
draw is keyed by a seed.
"""
