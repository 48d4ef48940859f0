"""The app's own widgets, one a file.

In: worlds, progress, figures. Out: lines that are exactly as wide as the widget, in both languages.
"""
