"""Writes sign-ins and failures to the ledger; of a name that failed, only a keyed hash."""

import hashlib
import hmac

from django.conf import settings
from django.contrib.auth import get_user_model

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.policy.people import Viewer
from casemgmt.policy.purposes import Purpose


def record_sign_in(viewer: Viewer) -> None:
    """Write that this person signed in; raises what the database raises: no entry unrecorded."""
    entry = Entry(
        kind=Kind.SIGN_IN,
        outcome=Outcome.DONE,
        subject_kind="user",
        subject_id=str(viewer.user_id),
        owner_agency_id=viewer.agency_id or None,
    )
    record(viewer, [entry])


def record_failed_sign_in(username: str) -> None:
    """Write that a sign-in failed; not the name: people type passwords into that field."""
    entry = Entry(
        kind=Kind.SIGN_IN_FAILED,
        outcome=Outcome.REFUSED,
        subject_kind="sign_in_name",
        subject_id=hash_of_name(username),
        owner_agency_id=_agency_of(username),
        because="wrong_name_or_password",
        purpose=Purpose.SIGN_IN,
    )
    record(None, [entry])


def _agency_of(username: str) -> int | None:
    """Return the agency of the account that was tried: its privacy officer sees it."""
    accounts = get_user_model().objects.filter(username__iexact=username.strip())
    return accounts.values_list("agency_id", flat=True).first()


def hash_of_name(username: str) -> str:
    """Return the keyed hash of a sign-in name: it shows equal names and nothing else."""
    name = username.strip().casefold()
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"sign-in name\n{name}".encode(), hashlib.sha256
    )
    return digest.hexdigest()[:32]
