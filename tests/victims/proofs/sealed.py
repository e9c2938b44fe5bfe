"""What is encrypted on the confidential side, and whether it opens only as it was written."""

from typing import Any

from tests.plugins.roles import as_owner
from tests.victims.proofs.use import models
from victims.confidential.envelope import Box, Unreadable
from victims.confidential.keys import box_of
from victims.confidential.models import Client
from victims.confidential.own_box import own_box
from victims.confidential.router import ALIAS

# Every column of the confidential side whose content is encrypted or keyed. One that is new has to
# be written by some form below, and is searched for from then on.
CONTENT = {
    "act": {"words"},
    "childreport": {"words"},
    "childreportstep": {"words"},
    "client": {"case_ref", "name_token", "family_token", "name", "case_words", "relation",
               "contact", "safe_contact"},
    "demand": {"case_ref", "source_ref", "words"},
    "demandstep": {"words"},
    "document": {"name", "content_type", "digest"},
    "documentchunk": {"value"},
    "earlierdetails": {"name", "relation", "contact", "safe_contact"},
    "hold": {"case_ref"},
    "informationrequest": {"content"},
    "informationtold": {"content"},
    "note": {"text"},
    "noticestep": {"content"},
    "noticetask": {"content", "event_ref"},
    "organizationsecret": {"wrapped"},
    "package": {"contents"},
    "programperson": {"name_token"},
    "released": {"release_ref", "particulars"},
    "sheet": {"answers"},
    "victimkey": {"wrapped"},
}  # fmt: skip
# Keyed digests and wrapped keys: they are compared or unwrapped, never opened as a value.
TOKENS = {
    "client": {"case_ref", "name_token", "family_token"}, "demand": {"case_ref", "source_ref"},
    "hold": {"case_ref"}, "noticetask": {"event_ref"}, "organizationsecret": {"wrapped"},
    "programperson": {"name_token"}, "released": {"release_ref"}, "victimkey": {"wrapped"},
}  # fmt: skip
# Bound to more than its column and row: tests/victims/proofs/test_ciphertext.py.
IN_PARTS = {"documentchunk"}


def not_refused() -> list[str]:
    """Return the columns whose stored values do not open, or open although they were altered."""
    wrong = []
    with as_owner(ALIAS):
        for model in models():
            name = model._meta.model_name
            columns = CONTENT.get(name, set()) - TOKENS.get(name, set())
            for row in model.objects.unscoped(reason="test") if name not in IN_PARTS else ():
                wrong += [f"{name}.{column}" for column in columns if not _holds(row, column)]
    return sorted(set(wrong))


def _holds(row: Any, column: str) -> bool:
    value = bytes(getattr(row, column))
    if not value:  # of a record that was destroyed
        return True
    client = client_of(row)
    box = _box(client) if client else own_box(row.agency_id)
    moved = row._meta.model_name == "earlierdetails"  # under the place they were encrypted for
    table = (Client if moved else row)._meta.db_table
    at = client.pk if moved and client else row.pk
    if not _opens(box, table, column, at, value):
        return False
    half = len(value) // 2
    broken = [value[:-1], value[:half], value + b"x", b"", bytes([value[0] ^ 1]) + value[1:],
              value[:half] + bytes([value[half] ^ 1]) + value[half + 1 :]]  # fmt: skip
    tried = [
        *(_opens(box, table, column, at, one) for one in broken),
        _opens(box, table, column, "another row", value),
        _opens(box, table, "another column", at, value),
        _opens(box, "another table", column, at, value),
        _opens(Box(bytes(32)), table, column, at, value),
        _opens(Box(box.key, box.version + 1), table, column, at, value),
    ]
    return not any(tried)


def _opens(box: Box, table: str, column: str, at: object, value: bytes) -> bool:
    try:
        box.open(table, column, at, value)
    except Unreadable:
        return False
    return True


def _box(client: Client) -> Box:
    return box_of(client.agency_id, client.key.wrapped, client.key.key_version)


def client_of(row: Any) -> Client | None:
    """Return the victim whom a row is of, by whatever way leads there."""
    if isinstance(row, Client):
        return row
    if hasattr(row, "client_id"):
        return row.client
    for field in row._meta.concrete_fields:
        if field.is_relation and field.related_model is not type(row):
            found = client_of(getattr(row, field.name))
            if found is not None:
                return found
    return None
