"""Referring to an exam, and reporting one."""

from typing import Any
from uuid import UUID

from casemgmt.forms.polygraph import ReferralForm, ResultForm
from casemgmt.models import ExamResult
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.selectors.polygraph import access_own_referral, examiners_for
from casemgmt.services.polygraph import record_exam_result, refer_to_exam
from casemgmt.views.record import RecordAdd
from casemgmt.web.base import ViewerRequest


class ReferralAdd(RecordAdd):
    """The referral sheet."""

    category, kind = Category.POLYGRAPH_REFERRAL, "examreferral"
    form_class = ReferralForm
    template = "casemgmt/polygraph/refer.html"
    done = "The person is referred. The examiner sees the sheet now."

    def choices(self, request: ViewerRequest, case: Any, facts: CaseFacts) -> dict[str, Any]:
        """Offer the examiners of the team."""
        people = examiners_for(request.viewer, case)
        return {"examiners": [(str(user.key), f"{user.name}, {user.agency}") for user in people]}

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Refer."""
        key = form.cleaned_data["examiner"]
        refer_to_exam(request.viewer, case_id, examiner_key=key, words=form.words())


class ResultAdd(RecordAdd):
    """The examiner's report on one referral."""

    category, kind, model = Category.POLYGRAPH_RESULT, "examresult", ExamResult
    form_class = ResultForm
    template = "casemgmt/polygraph/result.html"
    done = "The result is recorded."

    def opened(self, request: ViewerRequest, case_id: UUID) -> tuple[Any, CaseFacts]:
        """Return the case; the referral has to be the viewer's own."""
        case, facts = super().opened(request, case_id)
        access_own_referral(request.viewer, case, self.kwargs["referral_id"])
        return case, facts

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Report."""
        referral_id = keys["referral_id"]
        record_exam_result(
            request.viewer, case_id, referral_id, words=form.words(), corrects_id=corrects
        )
