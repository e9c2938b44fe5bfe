"""Who runs a command on the server: the name of the account there, for the ledger."""

import getpass
import uuid

from audit.services.record import Operator


def operator(command: str) -> Operator:
    """Return who runs this process, with an id that the events of the run share."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's process can have a number and no name
        name = "unknown account"
    return Operator(f"{name} (on the server)", command, str(uuid.uuid4()))
