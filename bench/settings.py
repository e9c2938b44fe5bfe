"""Development's settings, and beside the serving role the owner, who has no walls:
the limit reads through him."""

from casemgmt.settings.dev import *  # noqa: F403
from casemgmt.settings.dev import DATABASES
from casemgmt.settings.env import database

LEDGER_ANCHOR_FILE = ""  # a file on another disk would measure that disk
OWNER = database("DATABASE_OWNER_URL")
DATABASES["owner"] = {**OWNER, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": None}
