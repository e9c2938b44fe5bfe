"""The supervisor's numbers: it knows everyone and is known by no one, so it may read across all apps."""
