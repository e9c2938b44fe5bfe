"""What one may want to do with information."""

from enum import StrEnum


class Action(StrEnum):
    """Reading acts come first; ADD, AMEND and CLOSE write."""

    VIEW = "view"
    LIST = "list"
    SEARCH = "search"
    EXPORT = "export"
    PRINT = "print"
    DISCLOSE = "disclose"
    ADD = "add"
    AMEND = "amend"
    CLOSE = "close"


WRITES = frozenset({Action.ADD, Action.AMEND, Action.CLOSE})
