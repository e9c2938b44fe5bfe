"""Wraps keys anew after an organization's key has changed; the records stay as they are.

Each act is of the database that is bound: of one organization, or of those that share one."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from casemgmt.core.scoping import unscoped_queries
from victims.confidential.database import connection, here, in_transaction
from victims.confidential.envelope import sound_tokens
from victims.confidential.holders import LENGTH, holder, key_file, roots
from victims.confidential.keys import box_of, keys_of
from victims.confidential.models import Client, OrganizationSecret, VictimKey

BATCH = 500
OPERATOR = "the organization's operator"


def add_key() -> int:
    """Put a new key into the first line of the file; the earlier ones stay until `retire_keys`.
    Returns how many there are now. Raises KeyMissing where the file holds none yet."""
    lines = [secrets.token_hex(LENGTH), *(key.hex() for key in roots(here()))]
    _write(lines)
    return len(lines)


def retire_keys() -> int:
    """Take all keys but the newest out of the file, once nothing is wrapped by them any more.
    Returns how many went. Raises RuntimeError while one is still needed."""
    state = key_state()
    if state["earlier"]:
        raise RuntimeError(f"{state['earlier']} keys are still wrapped by an earlier one.")
    kept = roots(here())
    _write([kept[0].hex()])
    return len(kept) - 1


def key_state() -> dict[str, int]:
    """Return how many keys are wrapped by the newest key, by an earlier one, or destroyed."""
    found = {"newest": 0, "earlier": 0, "destroyed": 0}
    for row in _all_rows():
        wrapped = bytes(row.wrapped)
        name = "destroyed" if not wrapped else "earlier"
        if wrapped and holder().is_newest(row.agency_id, wrapped):
            name = "newest"
        found[name] += 1
    return found


def rotate_keys() -> int:
    """Wrap each key by the newest one, in batches that readers never wait for; return how many.

    Runs as the owner of the tables. Raises Unreadable for a key that none of the file opens.
    """
    return sum(_rotate(model) for model in (OrganizationSecret, VictimKey))


def index_sounds() -> int:
    """Write the sounds of names that were kept before there were any; return how many."""
    done = 0
    with unscoped_queries("the operator writes tokens anew"):
        rows = Client.objects.select_related("key").filter(destroyed_at__isnull=True)
        for client in rows.filter(sound_tokens=[]).iterator(BATCH):
            box = box_of(client.agency_id, client.key.wrapped, client.key.key_version)
            name = box.open(Client._meta.db_table, "name", client.pk, client.name)
            client.sound_tokens = sound_tokens(keys_of(client.agency_id).sounds, name)
            client.save(update_fields=["sound_tokens"])
            done += 1
    return done


def _rotate(model: Any) -> int:
    done = 0
    with unscoped_queries("the operator wraps keys anew"):
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            with in_transaction():
                rows = model.objects.select_for_update().filter(pk__in=ids[start : start + BATCH])
                stale = [row for row in rows if _is_stale(row)]
                for row in stale:
                    key = holder().unwrap(row.agency_id, bytes(row.wrapped))
                    row.wrapped = holder().wrap(row.agency_id, key)
                model.objects.bulk_update(stale, ["wrapped"])
                _tell(stale)
            done += len(stale)
    return done


def _is_stale(row: OrganizationSecret | VictimKey) -> bool:
    wrapped = bytes(row.wrapped)
    return bool(wrapped) and not holder().is_newest(row.agency_id, wrapped)


def _tell(rows: list) -> None:
    """Write on each organization's ledger how many of its keys were wrapped anew."""
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.agency_id] = counts.get(row.agency_id, 0) + 1
    with connection().cursor() as cursor:
        for agency_id, count in counts.items():
            cursor.execute(
                "INSERT INTO advocacy_event (actor_id, actor_name, agency_id, kind, subject_kind,"
                " outcome, reason) VALUES (0, %s, %s, 'rotate', %s, 'done', 'key rotation')",
                [OPERATOR, agency_id, f"{count} keys"],
            )


def _all_rows() -> Iterator[OrganizationSecret | VictimKey]:
    with unscoped_queries("the operator counts keys"):
        yield from OrganizationSecret.objects.all().iterator(BATCH)
        yield from VictimKey.objects.all().iterator(BATCH)


def _write(lines: list[str]) -> None:
    """Replace the file in one step, so that nobody reads half of it."""
    path = Path(key_file(here()))
    beside = path.with_name(f"{path.name}.new")
    beside.touch(mode=0o600)
    beside.write_text("\n".join(lines) + "\n", encoding="ascii")
    beside.chmod(0o400)
    beside.replace(path)
