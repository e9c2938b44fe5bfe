"""The only reader of the environment: what a deployment may set comes through here."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()


def secret(name: str, default: str | None = None) -> str:
    """Return a secret from NAME, or from the file that NAME_FILE names (systemd, Docker)."""
    path = env.str(f"{name}_FILE", default="")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return env.str(name) if default is None else env.str(name, default=default)


def database(name: str, default: str | None = None) -> dict:
    """Return Django's settings of a database from its address in NAME, or in NAME_FILE's file."""
    return env.db_url_config(secret(name, default))


def is_set(name: str) -> bool:
    """Return whether the environment names a value, or the file that holds it."""
    return bool(env.str(name, default="") or env.str(f"{name}_FILE", default=""))
