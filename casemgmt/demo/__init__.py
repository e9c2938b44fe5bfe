"""The demonstration jurisdiction: an invented state with two years of invented history, the same every time."""
