"""Measures what access checks and the ledger cost, against the same work without them."""
