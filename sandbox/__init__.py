"""The pilot-region cloud sandbox: how government departments share information, by experiment."""

__version__ = "0.1.0"
