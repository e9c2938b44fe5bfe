"""Writes the ledger: one insert for all that a page shows, in the page's own transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from audit.models import Kind, Outcome
from audit.services.journal import journal_this_transaction
from casemgmt.core.context import current_request_id
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Act, Viewer
from casemgmt.policy.purposes import BY_AUTHORITY, Purpose
from casemgmt.web.page_load import current_act

BREAK = "\x1f"  # unit separator: the list of field names travels as one text a row


@dataclass(frozen=True, slots=True)
class Operator:
    """Someone who runs a command on the server: no account of the product, but a name there."""

    name: str
    command: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was shown, refused or done."""

    kind: str = Kind.VIEW
    outcome: str = Outcome.SHOWN
    subject_kind: str = ""
    subject_id: str = ""
    case_id: str | None = None
    owner_agency_id: int | None = None
    category: str = ""
    part: str = ""
    fields: tuple[str, ...] = ()
    authority: str = ""
    authority_ref: str = ""
    because: str = ""
    policy_version: str = ""
    recipient: str = ""
    total: int | None = None
    reason: str = ""
    purpose: str = ""  # where it is not what the page was opened for
    detail: dict[str, object] = field(default_factory=dict)


_ROW = (
    "kind", "outcome", "subject_kind", "subject_id", "case_id", "owner_agency_id", "category",
    "part", "authority", "authority_ref", "because", "policy_version", "recipient", "total",
    "purpose",
)  # fmt: skip

_INSERT = """
INSERT INTO audit_event (
  actor_id, actor_name, actor_role, actor_agency_id, actor_agency, session, request_id, page_id,
  route, channel, reason, fields, detail, kind, outcome, subject_kind, subject_id, case_id,
  owner_agency_id, category, part, authority, authority_ref, because, policy_version, recipient,
  total, purpose)
SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, e.reason,
  coalesce(string_to_array(nullif(e.fields, ''), E'\\x1f'), '{}'), e.detail::jsonb, e.kind,
  e.outcome, e.subject_kind, e.subject_id, e.case_id, e.owner_agency_id, e.category, e.part,
  e.authority, e.authority_ref, e.because, e.policy_version, e.recipient, e.total, e.purpose
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::text[], %s::text[], %s::int[], %s::text[])
  AS e(reason, fields, detail, kind, outcome, subject_kind, subject_id, case_id, owner_agency_id,
       category, part, authority, authority_ref, because, policy_version, recipient, total,
       purpose)
"""


def record(viewer: Viewer | Operator | None, entries: Sequence[Entry]) -> None:
    """Write `entries` in one statement; raises what the database raises,
    so that without a record nothing is shown."""
    if not entries:
        return
    act = _act(viewer)
    actor = (
        *_actor(viewer),
        act.session,
        act.request_id,
        act.page_id,
        act.route,
        act.channel,
    )
    columns: list[list[Any]] = [
        [entry.reason or act.reason for entry in entries],
        [BREAK.join(entry.fields) for entry in entries],
        [json.dumps(entry.detail) for entry in entries],
        *([_value(entry, name, act) for entry in entries] for name in _ROW),
    ]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_INSERT, [*actor, *columns])
        journal_this_transaction()


def _act(viewer: Viewer | Operator | None) -> Act:
    if isinstance(viewer, Operator):
        return Act(
            request_id=viewer.request_id, page_id=viewer.request_id, route=viewer.command[:200],
            purpose=Purpose.OPERATION, channel="command",
        )  # fmt: skip
    if viewer:
        return viewer.act
    act, request_id = current_act.get(), current_request_id.get()
    if act and act.request_id == request_id:  # somebody who is not signed in
        return replace(act, purpose="")
    return Act(request_id=request_id)


def _actor(viewer: Viewer | Operator | None) -> tuple[int | None, str, str, int | None, str]:
    """Return id, name, role, agency id and agency of who acts."""
    if viewer is None:
        return None, "", "", None, ""
    if isinstance(viewer, Operator):
        return None, viewer.name, "operator", None, ""
    role = f"{viewer.discipline}/{viewer.office}" if viewer.office else str(viewer.discipline)
    return viewer.user_id, viewer.name, role, viewer.agency_id, viewer.agency_name


def _value(entry: Entry, name: str, act: Act) -> object:
    value = getattr(entry, name)
    if name == "kind" and act.channel == "api" and value in (Kind.VIEW, Kind.LIST):
        # A selector serves pages and programs alike; the ledger tells them apart.
        return Kind.API.value
    if name == "policy_version":  # whatever happens, happens under the table in force
        return value or in_force().version
    if name == "purpose":
        return value or str(BY_AUTHORITY.get(entry.authority, act.purpose))
    return str(value) if name == "case_id" and value is not None else value


def record_refusal(
    viewer: Viewer | None,
    *,
    kind: str,
    subject_id: str,
    case_id: object = None,
    because: str = "",
    category: str = "",
) -> None:
    """Write that something was refused; a refused request keeps this row although it
    gets no data."""
    entry = Entry(
        kind=Kind.REFUSAL, outcome=Outcome.REFUSED, subject_kind=kind,
        # A key out of a form can hold what no text of the database can.
        subject_id=str(subject_id).replace("\0", "")[:200], case_id=_as_uuid(case_id),
        because=because, category=category,
    )  # fmt: skip
    record(viewer, [entry])


def _as_uuid(value: object) -> str | None:
    return str(value) if value else None
