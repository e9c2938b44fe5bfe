"""Free TCP ports on this machine, remembered so that addresses stay the same between runs."""

import json
import socket
from pathlib import Path

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Return whether nothing listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def find_free() -> int:
    """Return a port that the system says is free."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def remembered(path: Path, name: str) -> int:
    """Return the port kept under the name in a file, or a new one where that is taken."""
    kept = json.loads(path.read_text()) if path.exists() else {}
    port = kept.get(name)
    if port is None or not is_free(port):
        kept[name] = find_free()
        path.write_text(json.dumps(kept, indent=2))
    return kept[name]


def peek(path: Path, name: str) -> int | None:
    """Return the port kept under the name, without a look at whether it is free."""
    return json.loads(path.read_text()).get(name) if path.exists() else None
