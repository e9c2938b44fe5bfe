"""Keeps what somebody has typed of a paper, step by step, until it is recorded or thrown away."""

from django.db import transaction

from casemgmt.core.errors import NotAllowed
from casemgmt.models import Case, ReleaseDraft
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.release_rights import kinds_for
from teams.selectors.meeting import OnlyFor

Typed = dict[str, list[str]]
NOBODY = "Releases and consents are recorded by whoever shares under them, or received them."
KEPT = 4000  # characters of one field


def access_drafting(viewer: Viewer, case_id: object) -> tuple[Case, CaseFacts]:
    """Return the case on which the viewer fills in a paper; raises NotVisible or NotAllowed."""
    case, facts = access_case(viewer, case_id)
    if not kinds_for(viewer, facts):
        only = OnlyFor(NOBODY, because="never", category=Category.IDENTITY, how_to_ask="")
        raise NotAllowed(only, "release", "", case_id)
    return case, facts


def steps_of(viewer: Viewer, case: Case) -> dict[str, Typed]:
    """Return what the viewer has typed so far on a case, by step."""
    draft = ReleaseDraft.objects.visible_to(viewer).filter(case=case).first()
    return dict(draft.steps) if draft else {}


@transaction.atomic
def keep_step(viewer: Viewer, case: Case, step: str, typed: Typed) -> dict[str, Typed]:
    """Keep what was typed on one step and return all; another kind of paper starts anew."""
    mine = ReleaseDraft.objects.visible_to(viewer).filter(case=case)
    draft = mine.select_for_update(of=("self",)).first()
    if draft is None:
        draft = ReleaseDraft(case=case, created_by_id=viewer.user_id)
    kept = {name: [v[:KEPT] for v in values] for name, values in typed.items()}
    if step == "kind" and draft.steps.get("kind", kept) != kept:
        draft.steps = {}
    draft.steps = draft.steps | {step: kept}
    draft.touched_at = viewer.now
    draft.save()
    return draft.steps


@transaction.atomic
def discard_draft(viewer: Viewer, case: Case) -> None:
    """Throw away what the viewer has typed on a case."""
    ReleaseDraft.objects.visible_to(viewer).filter(case=case).delete()
