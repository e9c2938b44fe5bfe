"""`make compose-secrets`: the passwords and keys that docker-compose.yml mounts, made once."""

import secrets
import sys
from pathlib import Path

from tools import keys

FOLDER = Path(__file__).resolve().parents[1] / ".data" / "compose"
ADDRESSES = {
    "database_url": ("app_rt", "casemgmt"),
    "database_owner_url": ("app_owner", "casemgmt"),
    "database_sealer_url": ("sealer", "casemgmt"),
    "advocacy_database_url": ("advocacy_rt", "advocacy"),
    "advocacy_owner_url": ("advocacy_owner", "advocacy"),
    "advocacy_sealer_url": ("advocacy_sealer", "advocacy"),
}
ROLES = sorted({role for role, _database in ADDRESSES.values()} | {"backup_ro", "advocacy_backup"})


def contents() -> dict[str, str]:
    """Return every file's content, all made anew."""
    words = {role: secrets.token_urlsafe(32) for role in [*ROLES, "postgres", "valkey"]}
    exports = [f"{role.upper()}_PASSWORD={words[role]}" for role in ROLES]
    return {
        "postgres": words["postgres"],
        "role_passwords": "\n".join([f"PGPASSWORD={words['postgres']}", *exports]),
        "valkey_conf": f"requirepass {words['valkey']}\nappendonly yes\ndir /data\n",
        "redis_url": f"redis://:{words['valkey']}@valkey:6379/0",
        "secret_key": keys.long_word(),
        "advocacy_key": keys.hex_key(),
        "ledger_seal_key": keys.hex_key(),
        "advocacy_seal_key": keys.hex_key(),
        **{
            name: f"postgres://{role}:{words[role]}@db:5432/{database}"
            for name, (role, database) in ADDRESSES.items()
        },
    }


def main() -> None:
    """Write the files where there are none; those that exist are in use and stay."""
    if FOLDER.exists():
        sys.exit(
            f"{FOLDER} exists: its passwords are in use. Delete it with the volumes to start anew."
        )
    FOLDER.mkdir(mode=0o700, parents=True)
    for name, content in contents().items():
        path = FOLDER / name
        path.write_text(content)
        # Mounted with this very mode, read by the container's user; here the folder is closed.
        path.chmod(0o444)
    print(f"Passwords and keys are in {FOLDER}.")


if __name__ == "__main__":
    main()
