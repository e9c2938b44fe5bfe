"""The supervisor's numbers: known by no one, so it may read across all apps."""
