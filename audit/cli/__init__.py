"""The acts of `manage.py ledger`, each with its options, its work and its status."""

CLEAN, TAMPERED, CANNOT = 0, 1, 2
