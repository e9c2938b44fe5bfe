"""Reads for exams: who can be asked to examine, one referral, and the result that stands for it."""

from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case, ExamReferral, ExamResult
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Viewer
from teams.models import User
from teams.selectors.meeting import OnlyFor
from teams.selectors.memberships import members_of
from teams.selectors.viewers import NEEDS_APPROVAL

THE_EXAMINER = "Only the examiner to whom the person was referred reports the result."


def examiners_for(viewer: Viewer, case: Case) -> list[User]:
    """Return the examiners of the case's team whose approval is current."""
    people = [seat.user for seat in members_of(case.team_id, viewer)]
    return [user for user in people if _is_approved(viewer, user)]


def access_own_referral(viewer: Viewer, case: Case, referral_id: object) -> ExamReferral:
    """Return a referral to this examiner; raises NotVisible, NotAllowed for another's."""
    rows = ExamReferral.objects.visible_to(viewer).filter(case=case, pk=referral_id)
    found = rows.select_related("examiner").first()
    if found is None:
        raise NotVisible("examreferral", referral_id, case.pk)
    if found.examiner_id != viewer.user_id:
        only = OnlyFor(THE_EXAMINER, category=Category.POLYGRAPH_RESULT, how_to_ask="")
        raise NotAllowed(only, "examresult", "", case.pk)
    return found


def result_of(viewer: Viewer, referral: ExamReferral) -> ExamResult | None:
    """Return the result of a referral that no newer one corrects."""
    rows = ExamResult.objects.visible_to(viewer).filter(referral=referral)
    corrected = rows.filter(corrects__isnull=False).order_by().values("corrects")
    return rows.exclude(pk__in=corrected).first()


def _is_approved(viewer: Viewer, user: User) -> bool:
    if user.discipline != Discipline.POLYGRAPH:
        return False
    if user.approval_until is None:
        return Discipline.POLYGRAPH not in NEEDS_APPROVAL
    return user.approval_until >= viewer.today
