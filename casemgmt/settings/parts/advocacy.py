"""The confidential databases of victim-service organizations: shared, or one for each."""

import re

from django.core.exceptions import ImproperlyConfigured

from casemgmt.settings.env import database, env, is_set

SHARED = "advocacy"
WORD = re.compile(r"[a-z][a-z0-9]{0,30}")


def organizations(pairs: list[str]) -> dict[int, str]:
    """Return the database of each organization that has its own, from `NUMBER=word` pairs.

    Raises ImproperlyConfigured.
    """
    found: dict[int, str] = {}
    for pair in pairs:
        number, _, word = pair.strip().partition("=")
        if not number.isdecimal() or not WORD.fullmatch(word) or int(number) in found:
            raise ImproperlyConfigured(
                f"ADVOCACY_DATABASES: {pair!r} is not NUMBER=word, each number once: the number of "
                "an organization (`manage.py advocacy_databases`) and a word in small letters."
            )
        found[int(number)] = f"{SHARED}_{word}"
    return found


def databases(chosen: dict[int, str]) -> dict[str, dict]:
    """Return Django's settings of each advocacy database by its alias."""
    found = {}
    if is_set("ADVOCACY_DATABASE_URL") or not chosen:
        address = "postgres://advocacy_rt@127.0.0.1:5432/advocacy"
        found[SHARED] = database("ADVOCACY_DATABASE_URL", address)
    for alias in dict.fromkeys(chosen.values()):
        found[alias] = database(f"ADVOCACY_DATABASE_URL_{_word(alias)}")
    for one in found.values():
        # Another organization's server: where it does not answer, nobody waits long for it.
        one.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return found


def files(name: str, chosen: dict[int, str]) -> dict[str, str]:
    """Return a file's path for each advocacy database: NAME for the shared one, else NAME_WORD."""
    own = {alias: env.str(f"{name}_{_word(alias)}", default="") for alias in chosen.values()}
    return {SHARED: env.str(name, default=""), **own}


def _word(alias: str) -> str:
    return alias.removeprefix(f"{SHARED}_").upper()


# Organizations with a database of their own, each with ADVOCACY_DATABASE_URL_WORD and
# ADVOCACY_KEY_FILE_WORD. The others share ADVOCACY_DATABASE_URL and ADVOCACY_KEY_FILE; where that
# is not set, they have no confidential record at all.
ADVOCACY_ORGANIZATIONS = organizations(env.list("ADVOCACY_DATABASES", default=[]))
ADVOCACY_DATABASES = databases(ADVOCACY_ORGANIZATIONS)
ADVOCACY_KEY_FILES = files("ADVOCACY_KEY_FILE", ADVOCACY_ORGANIZATIONS)
ADVOCACY_KEY_FILE = env.str("ADVOCACY_KEY_FILE", default="")
ADVOCACY_KEY_HOLDER = env.str(
    "ADVOCACY_KEY_HOLDER", default="victims.confidential.holders.FileHolder"
)
# The largest file that an advocate can keep, in bytes.
ADVOCACY_FILE_MAX_BYTES = env.int("ADVOCACY_FILE_MAX_BYTES", default=25 * 2**20)

# For the sealer of each database alone: its signing key, and where signed heads are also written.
ADVOCACY_SEAL_KEY_FILES = files("ADVOCACY_SEAL_KEY_FILE", ADVOCACY_ORGANIZATIONS)
ADVOCACY_ANCHOR_FILES = files("ADVOCACY_ANCHOR_FILE", ADVOCACY_ORGANIZATIONS)
