"""The screens of the app, one a file.

In: what lies on the desk. Out: widgets arranged and filled with words in the language in force.
"""
