"""Background: studies that run apart from whoever started them, one after another.

In: the words of a command that writes into a store. Out: a queue beside the store, worked off by a
process that nobody waits for and that ends with the last study; what has become of each.
"""
