"""What a viewer can do on a case, as words and addresses, by the rules that the services ask."""

from dataclasses import dataclass
from typing import Any

from audit.reveal import Revealed
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.head import keeps_head

# The forms beside the list of each category; entries are a form of their own.
FORMS = {
    Category.SUPERVISION: (
        ("Record a contact", "casemgmt:contact_add"),
        ("Add a condition", "casemgmt:condition_add"),
        ("Record an event", "casemgmt:case_event_add"),
    ),
    Category.RISK: (("Record an assessment", "casemgmt:assessment_add"),),
    Category.TREATMENT_SUMMARY: (("Write a summary", "casemgmt:summary_add"),),
    Category.POLYGRAPH_REFERRAL: (("Refer to an exam", "casemgmt:referral_add"),),
}


@dataclass(frozen=True)
class Act:
    """A link: what it says, and the name of the address that it leads to on this case."""

    label: str
    route: str
    query: str = ""


# What the law asks of a person and no rule of the team stands before.
OWN_DUTIES = (
    Act("Warn of a threat", "casemgmt:warning_add"),
    Act("Report a child at risk", "casemgmt:report_add"),
)


def acts_on(
    viewer: Viewer, facts: CaseFacts, category: Category, *, keeps_entries: bool
) -> list[Act]:
    """Return what the viewer can add to a category."""
    if not decide(viewer, Action.ADD, category, facts):
        return []
    acts = [Act(label, route) for label, route in FORMS.get(category, ())]
    if keeps_entries:
        acts.append(Act("Write an entry", "casemgmt:entry_add", f"?kind={category}"))
    return acts


def acts_on_head(viewer: Viewer, case: Case, facts: CaseFacts) -> list[Act]:
    """Return what the viewer can do with the case as a whole."""
    own = [] if viewer.is_advocate else list(OWN_DUTIES)
    if not keeps_head(viewer, case, facts):
        return own
    return own + _of_keepers(case)


def _of_keepers(case: Case) -> list[Act]:
    standing = Act("Who has standing on this case", "casemgmt:standing_list")
    if case.stage == Case.Stage.CLOSED:
        return [
            standing,
            Act("Open the case again", "casemgmt:case_reopen"),
            Act("Seal", "casemgmt:case_seal"),
        ]
    return [
        standing,
        Act("Hand over", "casemgmt:case_hand_over"),
        Act("Change the stage", "casemgmt:case_stage"),
        Act("Close the case", "casemgmt:case_close"),
        Act("Seal", "casemgmt:case_seal"),
    ]


def corrected_ids(rows: list[Any]) -> frozenset[str]:
    """Return the ids of rows that another of `rows` corrects."""
    return frozenset(str(row.corrects_id) for row in rows if getattr(row, "corrects_id", None))


def dressed(
    viewer: Viewer, row: Any, shown: Revealed, *, writes: bool, corrected: frozenset[str]
) -> Revealed:
    """Give a shown row what its line needs: is it corrected, ended, or waiting for this viewer."""
    extra: dict[str, object] = {"is_corrected": shown.id in corrected}
    ours = row.owner_agency_id == viewer.agency_id
    extra["may_correct"] = writes and ours and not extra["is_corrected"]
    if shown.kind == "condition":
        extra["has_ended"] = row.ends_on is not None and row.ends_on < viewer.today
    if shown.kind == "examresult":
        extra["referral_id"] = str(row.referral_id)
        extra["may_correct"] = extra["may_correct"] and row.author_id == viewer.user_id
    if shown.kind == "examreferral":
        extra["awaits_me"] = row.examiner_id == viewer.user_id and not row.has_result
    return shown.with_extra(**extra)
