"""Cells of a table that goes out as CSV: none of them is a formula to a spreadsheet."""

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would run what begins so


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    if isinstance(value, int):
        return value
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) else text
