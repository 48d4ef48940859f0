"""The terminal app: pick a scenario, see its world, compare sharing models, read the outcome.

In: scenarios by name or path, keys and clicks. Out: screens in Chinese or English. It asks the
same interfaces as the command line and knows nothing that the command line does not.
"""
