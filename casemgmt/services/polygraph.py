"""Refers to exams and records what came of them. A result alone is no ground for a sanction."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from casemgmt.models import ExamReferral, ExamResult
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.polygraph import access_own_referral, examiners_for, result_of
from casemgmt.selectors.record import access_adding, access_corrected
from casemgmt.services.case import move_head
from casemgmt.services.faults import Fault, refuse_future
from casemgmt.services.record import add_record

GAVE_A_RESULT = (ExamResult.Result.SIGNIFICANT, ExamResult.Result.NOT_SIGNIFICANT)


@dataclass(frozen=True)
class ReferralWords:
    """The referral sheet. Areas name no victim: the examiner needs what is asked, not of whom."""

    kind: str
    areas: str
    suitability: str = ""
    period: str = ""
    scheduled_on: date | None = None


@dataclass(frozen=True)
class ResultWords:
    """The examiner's report."""

    result: str
    examined_on: date
    statements: str = ""


@transaction.atomic
def refer_to_exam(
    viewer: Viewer, case_id: object, *, examiner_key: str, words: ReferralWords
) -> ExamReferral:
    """Refer the person of a case to an examiner of its team.

    Raises Fault for one without a current approval.
    """
    case, facts = access_adding(viewer, case_id, Category.POLYGRAPH_REFERRAL, "examreferral")
    examiners = {str(user.key): user for user in examiners_for(viewer, case)}
    if examiner_key not in examiners:
        raise Fault("examiner", "Choose an examiner of this case's team whose approval is current.")
    examiner, day = examiners[examiner_key], words.scheduled_on
    if day and day < viewer.today:
        raise Fault("scheduled_on", "The exam takes place today or later. Choose another day.")
    if day and examiner.approval_until and examiner.approval_until < day:
        until = f"{examiner.approval_until:%B %-d, %Y}"
        raise Fault(
            "scheduled_on", f"The examiner's approval ends on {until}. Choose a day until then."
        )
    row = ExamReferral(**asdict(words), examiner=examiner)
    fields = ("kind", "areas", "examiner_name")
    add_record(viewer, row, case, facts, act="refer to exam", fields=fields)
    if day:
        move_head(viewer, case, facts, act="set polygraph date", polygraph_due=day)
    return row


@transaction.atomic
def record_exam_result(
    viewer: Viewer,
    case_id: object,
    referral_id: object,
    *,
    words: ResultWords,
    corrects_id: object = None,
) -> ExamResult:
    """Report an exam, which sets the date of the next one.

    Raises NotAllowed for anyone but its examiner, RuleBroken where a result stands already.
    """
    case, facts = access_adding(viewer, case_id, Category.POLYGRAPH_RESULT, "examresult")
    referral = access_own_referral(viewer, case, referral_id)
    earlier = access_corrected(viewer, ExamResult, case, facts, corrects_id)
    standing = result_of(viewer, referral)
    if standing and (earlier is None or earlier.pk != standing.pk):
        raise Fault(
            "result", "This exam has its result already. Correct that one on the case's page."
        )
    refuse_future(viewer, "examined_on", words.examined_on, "the exam took place")
    row = ExamResult(**asdict(words), referral=referral, corrects=earlier)
    fields = ("result", "examined_on", "statements")
    add_record(viewer, row, case, facts, act="record exam result", fields=fields)
    due = words.examined_on + timedelta(days=_days_after(words.result))
    move_head(viewer, case, facts, act="set polygraph date", polygraph_due=due)
    return row


def _days_after(result: str) -> int:
    gave = result in GAVE_A_RESULT
    return settings.POLYGRAPH_INTERVAL_DAYS if gave else settings.POLYGRAPH_RETRY_DAYS
