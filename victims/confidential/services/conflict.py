"""Runs the check of conflicts between the organization's programs, and keeps the names for it."""

from collections.abc import Sequence

from django.conf import settings

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.models import Conflict
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case
from casemgmt.services.conflict import declare_conflict
from victims.confidential.database import in_transaction
from victims.confidential.envelope import blind_index, folded, sound_tokens
from victims.confidential.keys import keys_of
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Outcome, ProgramPerson
from victims.confidential.selectors.conflict import CHECK, checks_today, serves_one_of

MOST_NAMES = 3
TOLD = "A check inside the organization answers yes. Its lead decides who takes the case."


@in_transaction()
def check_conflict(viewer: Viewer, case_id: object, *, names: Sequence[str]) -> bool:
    """Return whether another program serves the person of a case or one of `names`.

    The answer is on the organization's ledger, and nowhere else. Raises NotVisible without standing
    on the case, RuleBroken for too many names or checks.
    """
    case, _ = access_case(viewer, case_id)
    wanted = [name for name in names if folded(name)]
    if len(wanted) > MOST_NAMES:
        raise RuleBroken(f"Check {MOST_NAMES} names at most: those closest to this case.")
    if checks_today(viewer) >= settings.CONFLICT_CHECKS_A_DAY:
        raise RuleBroken("You have run all checks of today. Ask your lead to look at the next one.")
    answer = serves_one_of(viewer, case_id, [case.person_name, *wanted])
    said = "yes" if answer else "no"
    record(viewer, [Mark(Kind.CHECK, CHECK, fields=("name",), outcome=Outcome.DONE, because=said)])
    return answer


@in_transaction()
def step_back(viewer: Viewer, case_id: object) -> Conflict:
    """Put the yes on the team's side as one's own conflict: the case closes to the viewer at once,
    and the organization's lead is told to hand it on. Raises NotVisible."""
    row = declare_conflict(viewer, case_id, reason=TOLD)
    record(viewer, [Mark(Kind.RELEASE, CHECK, fields=("answer",), outcome=Outcome.DONE)])
    return row


@in_transaction()
def keep_name(viewer: Viewer, *, program: str, name: str) -> None:
    """Keep tokens of a name for the check; the name itself is not kept. Raises RuleBroken."""
    _require(program, name)
    keys = keys_of(viewer.agency_id)
    ProgramPerson(
        agency_id=viewer.agency_id,
        created_by_id=viewer.user_id,
        program=program,
        name_token=blind_index(keys.names, "name", name),
        sound_tokens=sound_tokens(keys.sounds, name),
    ).save(force_insert=True)
    _done(viewer, Kind.ADD)


@in_transaction()
def take_name_out(viewer: Viewer, *, program: str, name: str) -> None:
    """Take a name of a program out of the check, whether or not it was there. Raises RuleBroken."""
    _require(program, name)
    token = blind_index(keys_of(viewer.agency_id).names, "name", name)
    rows = ProgramPerson.objects.visible_to(viewer).filter(program=program, name_token=token)
    rows.filter(ended_at__isnull=True).update(ended_at=clock.now())
    _done(viewer, Kind.AMEND)


def _require(program: str, name: str) -> None:
    if program not in ProgramPerson.Program.values:
        raise RuleBroken("Choose one of the programs that are shown.")
    if not folded(name):
        raise RuleBroken("Give a name.")


def _done(viewer: Viewer, kind: str) -> None:
    mark = Mark(kind, "name for checks", fields=("name", "program"), outcome=Outcome.DONE)
    record(viewer, [mark])
