"""The processes of the product: their commands, and what of the environment each may see."""

OWNERS_ONLY = frozenset({"DATABASE_OWNER_URL", "ADVOCACY_OWNER_URL"})
SEALERS_ONLY = frozenset({"DATABASE_SEALER_URL", "LEDGER_SEAL_KEY_FILE"})
ADVOCACY_SEALERS_ONLY = frozenset({"ADVOCACY_SEALER_URL", "ADVOCACY_SEAL_KEY_FILE"})
CASE_FILE = frozenset({"DATABASE_URL", "LEDGER_ANCHOR_FILE"})
ADVOCACY = frozenset({"ADVOCACY_DATABASE_URL", "ADVOCACY_KEY_FILE"})

WEB = "gunicorn casemgmt.wsgi --bind {bind} --workers 2 --threads 4 --no-control-socket"
COMMANDS = {
    "web": WEB,
    "worker": (
        "celery -q -A casemgmt worker --concurrency 1 --without-gossip --without-mingle "
        "--loglevel INFO"
    ),
    "beat": (
        "celery -q -A casemgmt beat --schedule {folder}/beat-schedule --pidfile= --loglevel WARNING"
    ),
    "sealer": "python manage.py ledger seal --every 10",
    "advocacy-sealer": "python manage.py advocacy_ledger seal --every 10",
}
MAIL = "python -m tools.mail"
PREPARATION = {
    "migrate": "python manage.py migrate --noinput",
    "migrate-advocacy": "python manage.py migrate --noinput --database advocacy",
}


def command(name: str, *, bind: str, folder: str) -> str:
    """Return the command of a process for an address to listen on and a folder to write to."""
    return COMMANDS[name].format(bind=bind, folder=folder)


def environment_of(name: str, environment: dict[str, str]) -> dict[str, str]:
    """Return what the process may see: each sealer alone its key, nobody an owner's password."""
    seen = dict(environment)
    hidden = OWNERS_ONLY | SEALERS_ONLY | ADVOCACY_SEALERS_ONLY
    if name == "sealer":
        hidden = OWNERS_ONLY | ADVOCACY | ADVOCACY_SEALERS_ONLY
        seen["DATABASE_URL"] = environment["DATABASE_SEALER_URL"]
    elif name == "advocacy-sealer":  # it knows nothing of the case file
        hidden = OWNERS_ONLY | SEALERS_ONLY | CASE_FILE | {"ADVOCACY_KEY_FILE"}
        seen["ADVOCACY_DATABASE_URL"] = environment["ADVOCACY_SEALER_URL"]
    return {key: value for key, value in seen.items() if key not in hidden}


def as_owner(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of a command that migrates or seeds."""
    owners = {
        "DATABASE_URL": environment["DATABASE_OWNER_URL"],
        "ADVOCACY_DATABASE_URL": environment["ADVOCACY_OWNER_URL"],
    }
    return {**environment, **owners}
