"""What the caller sees on a case and why not the rest, for programs: the page's answers."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casemgmt.api.base import FileViewSet
from casemgmt.policy.explain import Explained, Ground
from casemgmt.selectors.case import access_case
from casemgmt.selectors.explanation import explain_own
from casemgmt.web import rules
from casemgmt.web.described import described


class AccessGround(serializers.Serializer):
    """The row that lends the access."""

    ref = serializers.CharField(help_text="Kind and id of the row; of a paper, its id.")
    words = serializers.CharField()
    since = serializers.CharField(allow_null=True, help_text="A day or a moment; null: no start.")
    until = serializers.CharField(allow_null=True, help_text="A day or a moment; null: no end.")


class AccessAnswer(serializers.Serializer):
    """The answer to one category, with its rule."""

    category = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    allowed = serializers.BooleanField()
    parts = serializers.ListField(
        child=serializers.CharField(), help_text="Empty: the whole of the category."
    )
    authority = serializers.CharField(help_text="By what it is open; empty where it is withheld.")
    ground = AccessGround(allow_null=True)
    because = serializers.CharField(help_text="Why it is withheld; empty where it is open.")
    reason = serializers.CharField()
    how_to_ask = serializers.CharField()
    rule = serializers.CharField(help_text="The cell of the access table.")
    law = serializers.CharField()
    would_change = serializers.ListField(
        child=serializers.CharField(), help_text="What would open it, all of it together."
    )
    nothing_would = serializers.CharField(help_text="Why nothing would open it.")


class CaseAccess(serializers.Serializer):
    """What you see on a case, and why not the rest."""

    case_id = serializers.UUIDField()
    at = serializers.DateTimeField()
    policy_version = serializers.CharField()
    answers = AccessAnswer(many=True, help_text="Categories that are hidden are not named.")


class AccessViews(FileViewSet):
    """The caller's own access to a case."""

    access = rules.CASE_PEOPLE

    @described("Explain your access to a case", CaseAccess, operation_id="case_access")
    def retrieve(self, request: Request, case_id: UUID) -> Response:
        """Each category that you may know of: the answer, its rule, and what would change it."""
        access_case(self.viewer, case_id)
        told = explain_own(self.viewer, case_id)
        answers = [_answer(row) for row in told.rows]
        shown = {
            "case_id": told.case_id, "at": told.at, "policy_version": told.policy_version,
            "answers": answers,
        }  # fmt: skip
        return Response(CaseAccess(shown).data)


def _answer(row: Explained) -> dict[str, Any]:
    decision = row.decision
    return {
        "category": str(row.category),
        "label": row.label,
        "allowed": decision.allowed,
        "parts": sorted(decision.parts or ()),
        "authority": decision.authority,
        "ground": _ground(row.ground),
        "because": decision.told,
        "reason": decision.reason_text,
        "how_to_ask": decision.how_to_ask,
        "rule": str(row.rule),
        "law": row.law,
        "would_change": list(row.changes),
        "nothing_would": row.nothing,
    }


def _ground(ground: Ground | None) -> dict[str, Any] | None:
    if ground is None:
        return None
    since, until = (day.isoformat() if day else None for day in (ground.since, ground.until))
    return {"ref": ground.ref, "words": ground.words, "since": since, "until": until}
