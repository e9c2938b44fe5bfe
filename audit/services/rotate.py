"""Changes the sealing key: the change is an event, and the head that seals it is signed by both."""

import os
import secrets
from pathlib import Path

from django.db import transaction

from audit.models import Head
from audit.note import SealKey
from audit.services.keys import NoKey
from audit.services.own_act import Act, record_act
from audit.services.seal import BATCH, Change, Step, seal_now

COMMAND = "manage.py ledger rotate-key"


def rotate_key(old: SealKey | None, new: SealKey) -> Step:
    """Seal with the old key what waits, then change keys; raises SealBroken, NoKey.

    Without the old key, which is lost, the change has the new signature alone, and verification
    says so for ever.
    """
    if old and old.public == new.public:
        raise NoKey("The new key is the old one. Make another.")
    if old:
        while seal_now(old).more:
            pass
    return _change(old, new)


@transaction.atomic
def _change(old: SealKey | None, new: SealKey) -> Step:
    last = Head.objects.order_by("-size").first()
    before = old.public.id if old else getattr(last, "key_id", "")
    detail: dict[str, object] = {"old": before, "new": new.public.id, "lost": old is None}
    record_act(Act(COMMAND, thing="key", thing_id=new.public.id, detail=detail))
    return seal_now(new, limit=BATCH, change=Change(old))


def make_key(path: Path) -> Path:
    """Write a new key beside the old one and return its file; raises NoKey."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise NoKey(
            f"{fresh} is there already, of a change that did not end. If the last head names its "
            "key, move it to the sealer's place; else delete it."
        ) from error
    except OSError as error:
        raise NoKey(f"No key can be written to {fresh}: {error.strerror}. Make it elsewhere and "
                    "name it with --new-key-file.") from error  # fmt: skip
    return fresh
