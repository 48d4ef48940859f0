"""The kernel: the traffic plane in compiled functions over flat arrays.

In: a `State` of arrays. Out: the same state, some events later. Nothing here knows names, files or
SimPy; every function does what its namesake of the SimPy traffic engine does, tick for tick.
"""
