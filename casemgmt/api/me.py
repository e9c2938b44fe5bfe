"""The caller: who a token or a session signs in, and with what standing."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casemgmt.web import rules
from casemgmt.web.described import described
from casemgmt.web.rest import GuardedViewSet
from teams.models import Membership
from teams.models.user import DISCIPLINE_LABELS, OFFICE_LABELS
from teams.selectors.memberships import current_memberships

DISCIPLINES = [(discipline.value, label) for discipline, label in DISCIPLINE_LABELS.items()]
OFFICES = [(office.value, label) for office, label in OFFICE_LABELS.items() if office]


class Seat(serializers.Serializer):
    """A seat that counts today."""

    team = serializers.CharField(source="team.name")
    team_key = serializers.UUIDField(source="team.key")
    role = serializers.ChoiceField(Membership.Role.choices)
    starts = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class Me(serializers.Serializer):
    """The person whom the call is signed in as."""

    name = serializers.CharField()
    agency = serializers.CharField()
    discipline = serializers.ChoiceField(DISCIPLINES)
    office = serializers.ChoiceField(OFFICES, allow_null=True)
    has_caseload = serializers.BooleanField(help_text="Whether cases can be in reach at all.")
    is_supervisor = serializers.BooleanField()
    reads_ledger = serializers.BooleanField()
    seats = Seat(many=True)


class MeViews(GuardedViewSet):
    """The caller."""

    access = rules.ANYONE_SIGNED_IN

    @described("Read who you are", Me, operation_id="me_read")
    def retrieve(self, request: Request) -> Response:
        """Your name, agency, discipline and office, and the seats that count today."""
        viewer = self.viewer
        me = {
            "name": viewer.name,
            "agency": viewer.agency_name,
            "discipline": viewer.discipline.value,
            "office": viewer.office.value or None,
            "has_caseload": viewer.has_caseload,
            "is_supervisor": viewer.is_supervisor,
            "reads_ledger": viewer.reads_ledger,
            "seats": current_memberships(viewer),
        }
        return Response(Me(me).data)
