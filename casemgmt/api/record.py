"""Records of one category by API: whatever tables they are in, in the caller's measure."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audit.reveal import Revealed
from casemgmt.api.base import FileViewSet
from casemgmt.policy.categories import LABELS, Category
from casemgmt.selectors.records import list_records
from casemgmt.web import rules
from casemgmt.web.described import AFTER, described, page_of
from casemgmt.web.rest import Query

CHOICES = [
    (category.value, label) for category, label in LABELS.items()
    if category not in (Category.IDENTITY, Category.LEDGER, Category.VICTIM_ADVOCACY)
]  # fmt: skip


class RecordShown(serializers.Serializer):
    """One record: its kind, and the fields that the caller may see."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="The table it is in, in one word.")
    values = serializers.DictField(help_text="By field. A field that is not allowed is not there.")
    authority = serializers.CharField(help_text="By what it is open to the caller.")
    notices = serializers.ListField(
        child=serializers.CharField(), help_text="What must be said wherever this is passed on."
    )

    def to_representation(self, instance: Revealed) -> dict[str, Any]:
        """Return the allowed fields of a row of any table."""
        decisions = [decision for decision in instance.decisions.values() if decision]
        return {
            "id": instance.id,
            "kind": instance.kind,
            "values": dict(instance.values),
            "authority": decisions[0].authority if decisions else "",
            "notices": instance.notices,
        }


class RecordQuery(Query):
    """Which category is listed."""

    category = serializers.ChoiceField(CHOICES)


class RecordViews(FileViewSet):
    """Records of one case."""

    access = rules.CASE_PEOPLE
    query_class = RecordQuery

    @described(
        "List the records of a category",
        page_of(RecordShown),
        refusals=(403, 422),
        parameters=[RecordQuery, AFTER],
        operation_id="record_list",
    )
    def list(self, request: Request, case_id: UUID) -> Response:
        """The newest first; each stands on the ledger. A category whose existence is hidden from
        you is as empty as one without records."""
        category = Category(self.asked()["category"])
        rows, next_key = list_records(self.viewer, case_id, category, after=self.after)
        return self.page(RecordShown(rows, many=True).data, next_key)
