"""Explaining: a request's life step by step, a record's truth and what copies believed of it.

In: a document, what is asked about, a model. Out: lives and histories that travel by pickle, with
all times in ticks; every figure in them is one that the run itself counts.
"""
