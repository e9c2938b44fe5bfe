"""The ledger by API, for privacy officers and auditors; reading it is itself on the ledger."""

from dataclasses import replace
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audit.models import Kind, Outcome
from audit.selectors.events import EventFilter, event_of
from audit.services.read import read_event, read_ledger
from audit.words import sentence
from casemgmt.web import rules
from casemgmt.web.described import AFTER, described, page_of
from casemgmt.web.rest import GuardedViewSet, Query


class LedgerEvent(serializers.Serializer):
    """One event: who was shown, refused or did what, when, why and by what authority; never a
    value."""

    id = serializers.IntegerField()
    key = serializers.UUIDField(help_text="What the address of the event says.")
    at = serializers.DateTimeField()
    sentence = serializers.SerializerMethodField(help_text="The event as people read it.")
    kind = serializers.ChoiceField(Kind.choices)
    outcome = serializers.ChoiceField(Outcome.choices)
    actor_id = serializers.IntegerField(allow_null=True)
    actor_name = serializers.CharField()
    actor_role = serializers.CharField()
    actor_agency = serializers.CharField()
    request_id = serializers.CharField()
    route = serializers.CharField()
    channel = serializers.CharField()
    purpose = serializers.CharField()
    reason = serializers.CharField()
    authority = serializers.CharField()
    authority_ref = serializers.CharField()
    because = serializers.CharField()
    policy_version = serializers.CharField()
    subject_kind = serializers.CharField()
    subject_id = serializers.CharField()
    case_id = serializers.CharField()
    case_label = serializers.CharField()
    category = serializers.CharField()
    part = serializers.CharField()
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    recipient = serializers.CharField()
    total = serializers.IntegerField(allow_null=True)
    leaf = serializers.IntegerField(
        allow_null=True, help_text="Its place in the sealed tree; null until it is sealed."
    )

    def get_sentence(self, event: object) -> str:
        """Return the readable sentence."""
        return sentence(event)  # type: ignore[arg-type]


class LedgerQuery(Query):
    """What a reading of the ledger is narrowed to."""

    case = serializers.UUIDField(required=False, help_text="Events of one case.")
    number = serializers.CharField(
        required=False, max_length=20, help_text="The case's number, exactly."
    )
    person = serializers.CharField(
        required=False, max_length=100, help_text="Words of the name of who looked."
    )
    kind = serializers.ChoiceField(Kind.choices, required=False)
    category = serializers.CharField(required=False, max_length=40)
    authority = serializers.CharField(required=False, max_length=40)
    outcome = serializers.ChoiceField(Outcome.choices, required=False)
    subject = serializers.CharField(required=False, max_length=200, help_text="Id of a record.")
    request = serializers.CharField(required=False, max_length=40, help_text="Id of a request.")
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class LedgerViews(GuardedViewSet):
    """The ledger, as far as the reader's office and agency go."""

    access = rules.LEDGER_READERS
    query_class = LedgerQuery

    @described(
        "Read the ledger",
        page_of(LedgerEvent),
        refusals=(422,),
        parameters=[LedgerQuery, AFTER],
        operation_id="ledger_list",
    )
    def list(self, request: Request) -> Response:
        """Events, the newest first."""
        values = self.asked()
        since, until = values.pop("since", None), values.pop("until", None)
        words = {name: str(value) for name, value in values.items()}
        wanted = replace(EventFilter(since=since, until=until), **words)  # type: ignore[arg-type]
        page = read_ledger(self.viewer, wanted, after=self.after)
        return self.page(LedgerEvent(page.rows, many=True).data, page.next_key)

    @described("Read one event", LedgerEvent, operation_id="ledger_read")
    def retrieve(self, request: Request, event_key: UUID) -> Response:
        """One event of the ledger."""
        return Response(LedgerEvent(read_event(self.viewer, event_of(event_key))).data)
