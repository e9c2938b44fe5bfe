"""Releases one item of a victim's words to one recipient until a day, and takes it back."""

from datetime import date
from typing import cast

from django.db import connection, transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, Release
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case
from casemgmt.services.release import record_release, revoke_release
from casemgmt.services.release_reminder import call_off
from teams.models import Notice
from teams.services.notice import notify
from victims.models import Statement
from victims.selectors.recipients import Recipient, recipients_on
from victims.selectors.released import access_own_release
from victims.services.terms import Limits, ReleaseTerms, because_of, faults_of, gate_terms, role_of


@transaction.atomic
def release_statement(
    viewer: Viewer, case_id: object, *, terms: ReleaseTerms, limits: Limits | None = None
) -> Statement:
    """Copy one item to its one recipient for its time; `limits` are the organization's own days.

    Raises RuleBroken that names each missing part.
    """
    case, facts = access_case(viewer, case_id)
    decision = decide(viewer, Action.ADD, Category.VICTIM_STATEMENT, facts)
    if not decision:
        raise NotAllowed(decision, "statement", "", case_id)
    recipients = recipients_on(viewer, case)
    missing = faults_of(terms, recipients, limits)
    if missing:
        words = " ".join(said for _, said in missing)
        because = because_of(missing[0][0])
        raise RuleBroken(f"This is not a valid release yet. {words}", because=because)
    agency, person = _recipient(terms, recipients)
    gate = gate_terms(viewer, terms, agency.agency_id, person.user_id if person else None)
    release = record_release(viewer, case.pk, terms=gate)
    statement = _copy(viewer, case, release, terms)
    narrowed = person.name if person else role_of(terms).replace("_", " ")
    to = f"{agency.agency_name}, {narrowed}" if narrowed else agency.agency_name
    _record(
        viewer, statement, release, act="release statement", recipient=to, fields=("item", "text")
    )
    return statement


@transaction.atomic
def withdraw_release(viewer: Viewer, release_id: object, *, how: str) -> Release | None:
    """End a release at once, however it was said, and tell its recipients to stop using it.

    Any advocate of the organization that holds it does, also where nobody of it stands on the case
    any more; the release is then not shown. Raises NotVisible for one of another organization,
    RuleBroken.
    """
    if not viewer.is_advocate:
        raise NotVisible("release", release_id)
    if how not in Release.HowRevoked.values:
        raise RuleBroken("Say whether it was withdrawn in speech or in writing.")
    release = access_own_release(viewer, release_id)
    if release is None:
        _withdraw_from_afar(viewer, release_id, how)
        return None
    if release.revoked_at is not None:
        words = "This release was withdrawn before. It opens nothing."
        raise RuleBroken(words, because="release_revoked")
    release = revoke_release(viewer, release.case_id, release.pk, how=how)
    for statement in Statement.objects.visible_to(viewer).filter(release=release):
        _record(viewer, statement, release, act="withdraw release", fields=("revoked_at",))
    return release


def _withdraw_from_afar(viewer: Viewer, release_id: object, how: str) -> None:
    """Let the database end it: no seat opens the case to anybody of the organization."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM app_withdraw_victim_release(%s, %s, %s)",
            [str(release_id), how, viewer.now],
        )
        found = cursor.fetchone()
    if found is None:
        raise NotVisible("release", release_id)
    case_id, _, told = found
    entry = Entry(
        kind=Kind.CHANGE, outcome=Outcome.DONE, subject_kind="release", subject_id=str(release_id),
        case_id=str(case_id), owner_agency_id=viewer.agency_id,
        category=Category.VICTIM_STATEMENT, fields=("revoked_at", "revoked_how"),
        authority="release", authority_ref=str(release_id), detail={"act": "withdraw release"},
    )  # fmt: skip
    record(viewer, [entry])
    call_off(release_id)
    notify(Notice.Kind.RELEASE_REVOKED, told, about=str(release_id), due_at=viewer.now)


def _recipient(
    terms: ReleaseTerms, recipients: list[Recipient]
) -> tuple[Recipient, Recipient | None]:
    agency = next(r for r in recipients if r.agency_key == terms.to_agency)
    person = next((r for r in recipients if terms.to_user and r.user_key == terms.to_user), None)
    return agency, person


def _copy(viewer: Viewer, case: Case, release: Release, terms: ReleaseTerms) -> Statement:
    statement = Statement(
        case=case,
        author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id,
        release=release,
        item=terms.item,
        text=terms.text,
        given_on=cast(date, terms.signed_on),
        ways=list(terms.ways),
    )
    statement.full_clean(exclude=["case", "author", "owner_agency", "release"])
    statement.save(force_insert=True)
    return statement


def _record(
    viewer: Viewer,
    statement: Statement,
    release: Release,
    *,
    act: str,
    recipient: str = "",
    fields: tuple[str, ...] = (),
) -> None:
    """Write it for the victim-service organization's offices.

    Another agency learns of a release only as its recipient.
    """
    entry = Entry(
        kind=Kind.CHANGE,
        outcome=Outcome.DONE,
        subject_kind="statement",
        subject_id=str(statement.pk),
        case_id=str(statement.case_id),
        owner_agency_id=viewer.agency_id,
        category=Category.VICTIM_STATEMENT,
        fields=fields,
        authority="release",
        authority_ref=str(release.pk),
        recipient=recipient,
        detail={"act": act},
    )
    record(viewer, [entry])
