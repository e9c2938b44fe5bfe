"""Cases by API: the list with its filters, and one head with the categories that are open to the
caller."""

from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audit.reveal import Revealed
from casemgmt.api.base import FileViewSet, RevealedSerializer
from casemgmt.models import Case
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import Decision
from casemgmt.selectors.case import COUNT_CAP, CaseFilter, list_cases
from casemgmt.selectors.standing import CaseStanding, open_case
from casemgmt.web import rules
from casemgmt.web.described import AFTER, described, page_of
from casemgmt.web.rest import Query

DUE = (
    ("contact", "A contact is overdue"),
    ("review", "A review is overdue"),
    ("polygraph", "A polygraph exam is overdue"),
    ("assessment", "An assessment is overdue"),
)


class CaseHead(RevealedSerializer):
    """The head of a case, for whoever stands on it."""

    number = serializers.CharField(required=False)
    person_name = serializers.CharField(required=False)
    born_on = serializers.DateField(required=False, allow_null=True)
    stage = serializers.ChoiceField(Case.Stage.choices, required=False)
    officer_name = serializers.CharField(required=False)
    team_name = serializers.CharField(required=False)
    unit_name = serializers.CharField(required=False)
    opened_on = serializers.DateField(required=False)
    next_review = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False, allow_null=True)
    offense = serializers.CharField(required=False)
    contact_due = serializers.DateField(required=False, allow_null=True)
    assessment_due = serializers.DateField(required=False, allow_null=True)
    polygraph_due = serializers.DateField(required=False, allow_null=True)
    risk_level = serializers.CharField(
        required=False, help_text="Label, instrument and date in one text."
    )


class CategoryAnswer(serializers.Serializer):
    """What the policy says to one category of information on this case."""

    category = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    allowed = serializers.BooleanField()
    authority = serializers.CharField(help_text="By what it is open; empty where it is withheld.")
    because = serializers.CharField(help_text="Why it is withheld; empty where it is open.")
    reason = serializers.CharField()
    how_to_ask = serializers.CharField()


class CaseDetail(CaseHead):
    """The head of a case, as what the caller sees it, and which categories are open."""

    standing = serializers.CharField(help_text="As what you see this case.")
    categories = CategoryAnswer(many=True, help_text="Categories that are hidden are not named.")


class CaseQuery(Query):
    """What a list of cases can be narrowed to; without a stage it holds the open ones."""

    officer = serializers.UUIDField(required=False, help_text="Key of the supervising officer.")
    team = serializers.UUIDField(required=False, help_text="Key of the team.")
    stage = serializers.ChoiceField(Case.Stage.choices, required=False)
    due = serializers.ChoiceField(DUE, required=False)
    risk = serializers.IntegerField(
        required=False, min_value=0, max_value=9, help_text="Risk band."
    )
    words = serializers.CharField(
        required=False, max_length=100, help_text="Part of a name or number."
    )


class CaseViews(FileViewSet):
    """Cases of the caller's caseload."""

    access = rules.CASE_PEOPLE
    query_class = CaseQuery

    @described(
        "List cases",
        page_of(CaseHead),
        refusals=(422,),
        parameters=[CaseQuery, AFTER],
        operation_id="case_list",
    )
    def list(self, request: Request) -> Response:
        """Cases on which you stand, by next review; each row stands on the ledger."""
        wanted = CaseFilter(**{name: str(value) for name, value in self.asked().items()})
        page = list_cases(self.viewer, wanted, after=self.after)
        return self.page(
            CaseHead(page.rows, many=True).data,
            page.next_key,
            total=min(page.total, COUNT_CAP - 1),
            capped=page.is_capped,
        )

    @described("Read the head of a case", CaseDetail, operation_id="case_read")
    def retrieve(self, request: Request, case_id: UUID) -> Response:
        """One case: its head, your standing, and the categories that are open or withheld."""
        return Response(CaseDetail(_detail(open_case(self.viewer, case_id))).data)


def _detail(case: CaseStanding) -> Revealed:
    answers = [_answer(category, decision) for category, decision in case.categories.items()]
    return case.head.with_extra(standing=case.words, categories=answers)


def _answer(category: Category, decision: Decision) -> dict[str, object]:
    return {
        "category": str(category),
        "label": LABELS[category],
        "allowed": decision.allowed,
        "authority": decision.authority,
        "because": decision.told,
        "reason": decision.reason_text,
        "how_to_ask": decision.how_to_ask,
    }
