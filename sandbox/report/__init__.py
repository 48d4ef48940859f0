"""Shows what a study found and what a scenario says: tables, CSV, JSON, sentences.

In: comparisons, runs, worlds. Out: text in the language in force. Nothing here runs anything.
"""
