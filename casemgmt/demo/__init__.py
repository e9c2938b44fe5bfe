"""The demonstration jurisdiction: an invented state, the same every time."""
