"""Base of the API of case content: what is shown is what reveal() allowed, and what is withheld
says why."""

from typing import Any

from rest_framework import serializers

from audit.reveal import Revealed
from casemgmt.core.errors import RuleBroken
from casemgmt.web.rest import GuardedViewSet


class Withheld(serializers.Serializer):
    """Why a field is not there."""

    because = serializers.CharField(help_text="In one word.")
    reason = serializers.CharField(help_text="As a sentence.")
    how_to_ask = serializers.CharField(required=False, help_text="What can be done about it.")


class RevealedSerializer(serializers.Serializer):
    """Shows a Revealed: a field that is not allowed is not there, and `withheld` says why where
    that may be known."""

    id = serializers.UUIDField()
    withheld = serializers.DictField(
        child=Withheld(), help_text="By field: why it is not there. Hidden fields are not named."
    )
    notices = serializers.ListField(
        child=serializers.CharField(), help_text="What must be said wherever this is passed on."
    )

    def to_representation(self, instance: Revealed) -> dict[str, Any]:
        """Return the allowed fields in the order of their declaration."""
        shown: dict[str, Any] = {"id": instance.id}
        held = {**instance.extra, **instance.values}
        for name, field in self.fields.items():
            if name in held:
                value = held[name]
                shown[name] = None if value is None else field.to_representation(value)
        reasons = {name: why for name, why in instance.withheld.items() if name in self.fields}
        shown["withheld"] = {
            name: {"because": why.told, "reason": why.reason_text, "how_to_ask": why.how_to_ask}
            for name, why in reasons.items()
        }
        shown["notices"] = instance.notices
        return shown


class FileViewSet(GuardedViewSet, abstract=True):
    """Base of the API's views of the case file: lists and shows by selectors, writes by
    services."""

    def idempotency_key(self) -> str:
        """Return the request's Idempotency-Key, or nothing; raises RuleBroken for an empty one."""
        key = self.request.headers.get("Idempotency-Key")
        if key is not None and not key.strip():
            raise RuleBroken(
                "The Idempotency-Key is empty. Send one of your own making, or leave it out."
            )
        return (key or "").strip()
