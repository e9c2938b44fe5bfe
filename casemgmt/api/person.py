"""People under supervision by API: those of the caller's caseload, with the cases that the
caller stands on."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casemgmt.api.base import FileViewSet
from casemgmt.api.case import CaseHead
from casemgmt.selectors.person import PersonRow, list_people, show_person
from casemgmt.web import rules
from casemgmt.web.described import AFTER, described, page_of


class PersonUnderSupervision(serializers.Serializer):
    """A person, as the heads of the cases show him or her."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    born_on = serializers.DateField(allow_null=True)
    cases = CaseHead(many=True)

    def to_representation(self, instance: PersonRow) -> dict[str, Any]:
        """Return the person with the heads of the cases."""
        newest = instance.cases[0]
        born_on = newest.values.get("born_on")
        return {
            "id": instance.id,
            "name": newest["person_name"],
            "born_on": born_on and born_on.isoformat(),
            "cases": CaseHead(instance.cases, many=True).data,
        }


class PersonViews(FileViewSet):
    """People of the caller's caseload."""

    access = rules.CASE_PEOPLE

    @described(
        "List people under supervision",
        page_of(PersonUnderSupervision),
        refusals=(422,),
        parameters=[AFTER],
        operation_id="person_list",
    )
    def list(self, request: Request) -> Response:
        """People of the cases on which you stand, by name."""
        self.asked()
        page = list_people(self.viewer, after=self.after)
        return self.page(PersonUnderSupervision(page.rows, many=True).data, page.next_key)

    @described(
        "Read a person under supervision", PersonUnderSupervision, operation_id="person_read"
    )
    def retrieve(self, request: Request, person_id: UUID) -> Response:
        """One person, with the cases on which you stand."""
        return Response(PersonUnderSupervision(show_person(self.viewer, person_id)).data)
