"""One event with all its fields, its seal, and the proof to take away."""

import json
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from audit import words
from audit.canonical import VERSION
from audit.note import read
from audit.selectors.events import event_of
from audit.selectors.tree import Proof, seal_of
from audit.services.read import download_proof, read_event
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS


class EventDetail(GuardedView):
    """Everything that is kept of one event."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, event_key: UUID) -> HttpResponse:
        """Show the event in words and field by field."""
        row = read_event(request.viewer, event_of(event_key))
        context = {
            "event": row,
            "sentence": words.sentence(row),
            "exact": words.exact(row.at),
            "category": words.category_words(row.category),
            "role": words.role_words(row.actor_role),
            "because": words.because(row),
            "ground": words.ground(row),
            "seal": seal_of(request.viewer, row.id),
        }
        return render(request, "audit/event/detail.html", context)


class EventProof(GuardedView):
    """The proof of one event as a file."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest, event_key: UUID) -> HttpResponse:
        """Send the event, its path through the tree and the signed head."""
        event_id = event_of(event_key)
        proof = download_proof(request.viewer, event_id)
        response = HttpResponse(
            json.dumps(_as_json(proof), indent=2), content_type="application/json"
        )
        response["Content-Disposition"] = (
            f'attachment; filename="ledger-event-{event_id}-proof.json"'
        )
        return response


def _as_json(proof: Proof) -> dict[str, object]:
    head = read(proof.note)
    return {
        "format": "ledger-proof-v1",
        "how": (
            f'leaf = SHA-256(0x00 || "{VERSION}" || line feed || event as JSON with sorted keys, '
            "no spaces, UTF-8); follow the path by RFC 9162 section 2.1.3.2 to the root; "
            "the root and size stand in the head, "
            "a signed note (Ed25519). Compare the key with the one that was printed."
        ),
        "event": proof.record,
        "leaf_index": proof.index,
        "tree_size": proof.size,
        "root": head.root.hex(),
        "path": [node.hex() for node in proof.path],
        "head": proof.note,
        "public_key": proof.key,
    }
