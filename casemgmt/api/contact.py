"""Contacts of a case by API: listed, read, and recorded once however often a request is sent."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casemgmt.api.base import FileViewSet, RevealedSerializer
from casemgmt.models import Contact
from casemgmt.selectors.contact import list_contacts, show_contact
from casemgmt.services.contact import record_contact
from casemgmt.services.sent_request import do_once
from casemgmt.web import rules
from casemgmt.web.described import AFTER, described, page_of

ONCE = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description=(
        "Your own name of this request, up to 200 characters. Sent again "
        "with it, nothing is recorded twice."
    ),
)


class ContactRecord(RevealedSerializer):
    """A supervision contact."""

    kind = serializers.ChoiceField(Contact.Kind.choices, required=False)
    outcome = serializers.ChoiceField(Contact.Outcome.choices, required=False)
    happened_at = serializers.DateTimeField(required=False)
    place = serializers.CharField(required=False)
    note = serializers.CharField(required=False)
    author_name = serializers.CharField(required=False)
    corrects_id = serializers.UUIDField(required=False, allow_null=True)
    next_on = serializers.DateField(required=False, allow_null=True)


class NewContact(serializers.Serializer):
    """A contact as it is recorded; a correction names the contact that it corrects."""

    kind = serializers.ChoiceField(Contact.Kind.choices)
    outcome = serializers.ChoiceField(Contact.Outcome.choices, default=Contact.Outcome.HELD.value)
    happened_at = serializers.DateTimeField(help_text="When it took place; not in the future.")
    note = serializers.CharField(
        max_length=8000, help_text="What was seen and heard. No names of victims."
    )
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    next_on = serializers.DateField(
        required=False, allow_null=True, help_text="Moves the date that is due."
    )
    corrects_id = serializers.UUIDField(required=False, allow_null=True)
    quotes_part2 = serializers.BooleanField(
        default=False,
        help_text="It quotes a record under 42 CFR Part 2: shown under a consent only.",
    )


class ContactViews(FileViewSet):
    """Contacts of one case."""

    access = rules.CASE_PEOPLE

    @described(
        "List the contacts of a case",
        page_of(ContactRecord),
        refusals=(403, 422),
        parameters=[AFTER],
        operation_id="contact_list",
    )
    def list(self, request: Request, case_id: UUID) -> Response:
        """The newest first; each stands on the ledger."""
        self.asked()
        page = list_contacts(self.viewer, case_id, after=self.after)
        return self.page(ContactRecord(page.rows, many=True).data, page.next_key)

    @described("Read a contact", ContactRecord, refusals=(403,), operation_id="contact_read")
    def retrieve(self, request: Request, case_id: UUID, contact_id: UUID) -> Response:
        """One contact of the case."""
        return Response(ContactRecord(show_contact(self.viewer, case_id, contact_id)).data)

    @described(
        "Record a contact",
        ContactRecord,
        status=201,
        refusals=(403, 413, 422),
        request=NewContact,
        parameters=[ONCE],
        operation_id="contact_record",
    )
    def create(self, request: Request, case_id: UUID) -> Response:
        """Records it as yours; a contact is never edited, a correction is a new one that names
        the old."""
        typed = NewContact(data=request.data)
        typed.is_valid(raise_exception=True)
        contact_id, made = self._record(case_id, typed.validated_data)
        shown = show_contact(self.viewer, case_id, contact_id)
        headers = {} if made else {"Idempotency-Replayed": "true"}
        return Response(ContactRecord(shown).data, status=201, headers=headers)

    def _record(self, case_id: UUID, values: dict[str, Any]) -> tuple[UUID, bool]:
        def act() -> UUID:
            return record_contact(self.viewer, case_id, **values).pk

        key = self.idempotency_key()
        if not key:
            return act(), True
        return do_once(self.viewer, key=key, route=f"contacts:{case_id}", body=values, act=act)
