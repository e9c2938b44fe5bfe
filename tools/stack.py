"""The servers of one data folder, and the environment that the product's processes read."""

import contextlib
import fcntl
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import keys, ports
from tools.postgres import Postgres
from tools.valkey import Valkey

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("DATA_FOLDER") or ROOT / ".data")
KEPT = frozenset({"test", "journeys", "chromium", "compose"})
ROLES = (
    "app_owner", "app_rt", "sealer", "backup_ro",
    "advocacy_owner", "advocacy_rt", "advocacy_sealer", "advocacy_backup",
)  # fmt: skip


class Stack:
    """PostgreSQL with both databases and Valkey, kept in one folder."""

    def __init__(self, folder: Path = DATA, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.postgres = Postgres(self.folder, durable=durable)
        self.valkey = Valkey(self.folder)
        self.kept = self.folder / "servers-kept"  # `make servers` wants them after `make run` ends

    def start(self) -> None:
        """Start the servers, update roles and databases. Raises ServerFailed, ScriptFailed."""
        self.start_servers()
        with self._alone():
            self.postgres.run_script(ROOT / "deploy" / "roles.sql", roles=ROLES)
            self.postgres.run_script(ROOT / "deploy" / "database.sql")
            self.postgres.run_script(ROOT / "deploy" / "advocacy.sql")

    def start_servers(self) -> None:
        """Start what does not run, and leave the databases as they are. Raises ServerFailed."""
        with self._alone():
            self.postgres.start()
            self.valkey.start()

    def stop(self) -> None:
        """Stop both servers; the data stays."""
        with self._alone():
            self.valkey.stop()
            self.postgres.stop()

    def erase(self) -> None:
        """Stop both servers and delete what they kept, keys and mail too; the tests' files stay."""
        self.stop()
        if self.postgres.home != self.folder:
            shutil.rmtree(self.postgres.home)
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in KEPT:
                shutil.rmtree(path)
            elif path.is_file():
                path.unlink()

    def environment(self, *, port: int = 8000) -> dict[str, str]:
        """Return what the processes read from their environment; the servers must run."""
        pg, secret = self.postgres, self.folder / "secrets"
        return {
            "DATABASE_URL": pg.address("app_rt", "casemgmt"),
            "DATABASE_OWNER_URL": pg.address("app_owner", "casemgmt"),
            "DATABASE_SEALER_URL": pg.address("sealer", "casemgmt"),
            "ADVOCACY_DATABASE_URL": pg.address("advocacy_rt", "advocacy"),
            "ADVOCACY_OWNER_URL": pg.address("advocacy_owner", "advocacy"),
            "ADVOCACY_SEALER_URL": pg.address("advocacy_sealer", "advocacy"),
            "REDIS_URL": self.valkey.address(),
            "EMAIL_URL": f"smtp://{ports.HOST}:{self.port('smtp')}",
            "MAILBOX_URL": f"http://{ports.HOST}:{self.port('mailbox')}",
            "SITE_URL": f"http://{ports.HOST}:{port}",
            "PORT": str(port),
            "DATA_FOLDER": str(self.folder),
            "SECRET_KEY_FILE": str(keys.keep(secret, "secret_key", keys.long_word)),
            "LEDGER_SEAL_KEY_FILE": str(keys.keep(secret, "ledger_seal_key", keys.hex_key)),
            "ADVOCACY_KEY_FILE": str(keys.keep(secret, "advocacy_key", keys.hex_key)),
            "ADVOCACY_SEAL_KEY_FILE": str(keys.keep(secret, "advocacy_seal_key", keys.hex_key)),
            "ADVOCACY_ANCHOR_FILE": str(self.folder / "advocacy-anchors.jsonl"),
            "LEDGER_ANCHOR_FILE": str(self.folder / "ledger-anchors.jsonl"),
        }

    def write_environment(self, *, port: int = 8000) -> Path:
        """Write the environment as a script that a shell can read, and return its path."""
        path = self.folder / "env"
        path.touch(mode=0o600)
        whole = self.environment(port=port)
        path.write_text("".join(f"export {name}={shlex.quote(whole[name])}\n" for name in whole))
        return path

    def port(self, name: str) -> int:
        """Return the port kept for a process that is not a server of this class, in use or not."""
        kept = ports.peek(self.folder / "ports.json", name)
        return kept or ports.remembered(self.folder / "ports.json", name)

    def free_ports(self) -> None:
        """Give the mail catcher other ports where somebody else took the ones it had."""
        for name in ("smtp", "mailbox"):
            ports.remembered(self.folder / "ports.json", name)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let two starts of the same folder wait for each other."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def main() -> None:
    """Start or stop the servers of this checkout; write their addresses to .data/env."""
    stack = Stack()
    if sys.argv[1:] == ["stop"]:
        stack.kept.unlink(missing_ok=True)
        stack.stop()
        return
    stack.start()
    stack.kept.touch()
    path = stack.write_environment()
    sys.stdout.write(f"Servers run. Their addresses: . {os.path.relpath(path)}\n")


if __name__ == "__main__":
    main()
