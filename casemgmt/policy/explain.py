"""Says of a decision by which rule and law it came, on what ground, and what would change it: by
asking decide() again with one thing changed at a time, so that no second set of rules exists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import BECAUSE_WORDS, Decision
from casemgmt.policy.explain_words import ABOUT_OTHERS, BESIDE, LAW, NOTHING, OWN_RULE
from casemgmt.policy.facts import CaseFacts, ReleaseFacts, Standing
from casemgmt.policy.load import in_force, instead
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.render import rule_words
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade, Rule, Table

# What a category is asked for with; all others by authorization.
PAPER = {
    Category.VICTIM_STATEMENT: ("victim_release", "a victim's release"),
    Category.VICTIM_ADVOCACY: ("victim_release", "a victim's release"),
    Category.VICTIM_SYSTEM: ("victim_release", "a victim's release"),
    Category.SUD_TREATMENT: (
        "part2_consent",
        "a consent under 42 CFR 2.31 (or, for justice agencies, 2.35)",
    ),
    Category.PSYCHOTHERAPY_NOTES: ("court_order", "a court order"),
}
AUTHORIZATION = ("authorization", "an authorization")
STEPS = 8


@dataclass(frozen=True, slots=True)
class Ground:
    """A row that lends authority: its id, what it is, and from when until when it counts."""

    ref: str
    words: str
    since: date | datetime | None = None
    until: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision with its rule, its ground, and what would change it."""

    category: Category
    decision: Decision
    rule: Rule
    rule_text: str
    law: str
    ground: Ground | None = None
    changes: tuple[str, ...] = ()  # all of them together would open it
    nothing: str = ""  # why nothing would
    not_told: str = ""  # why whoever asks is not told
    behind: str = ""  # the reason behind a hidden existence

    @property
    def by(self) -> str:
        """Return the authority in words, where the row that lends it does not say it itself."""
        says_it = self.ground and self.decision.authority not in ("authorship", "own_organization")
        return "" if says_it else self.decision.authority_text

    @property
    def reason(self) -> str:
        """Return why it is withheld, in words about the person."""
        because = self.behind or self.decision.because
        words = ABOUT_OTHERS.get(because) or BECAUSE_WORDS.get(because, "")
        return f"{words} The person is not told whether there is any." if self.behind else words

    @property
    def label(self) -> str:
        """Return the category's name."""
        return LABELS[self.category]

    @property
    def answer(self) -> str:
        """Return the answer in a word or two."""
        if self.not_told:
            return "By paper only"
        if not self.decision.allowed:
            return "Withheld"
        return "In part" if self.decision.parts else "Shown"


def explained(
    viewer: Viewer, category: Category, case: CaseFacts, grounds: Mapping[str, Ground]
) -> Explained:
    """Return the decision on a category of a case, explained."""
    table = in_force()
    decision = decide(viewer, Action.VIEW, category, case)
    rule = table.rule(viewer.discipline, category)
    text = rule_words(rule, table.parts.get(category, {}))
    if category in (Category.IDENTITY, Category.LEDGER):
        rule, text = Rule(Grade.STANDING), BESIDE[category]
    changes, nothing = ((), "") if decision else what_would_change(viewer, category, case)
    hidden = decision.because == "existence_hidden"
    return Explained(
        category, decision, rule, text, law_of(category, decision),
        grounds.get(decision.authority_ref), changes, nothing,
        behind=underlying(viewer, category, case) if hidden else "",
    )  # fmt: skip


def law_of(category: Category, decision: Decision) -> str:
    """Return where the rule comes from."""
    if decision.because == "pretrial":
        return "18 USC 3153(c), as analog"
    return LAW.get(category, OWN_RULE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question as it stands after the changes so far."""

    viewer: Viewer
    category: Category
    case: CaseFacts


Remedy = Callable[[_Asked, Decision], tuple[_Asked, str] | None]


def what_would_change(
    viewer: Viewer, category: Category, case: CaseFacts
) -> tuple[tuple[str, ...], str]:
    """Return what has to come about, all together, for the answer to be yes; or why nothing can
    do it."""
    asked = _Asked(viewer, category, case)
    needed: list[str] = []
    with instead(_open_reasons(in_force(), category)):
        for _ in range(STEPS):
            decision = decide(asked.viewer, Action.VIEW, category, asked.case)
            if decision:
                return tuple(needed), ""
            found = _remedy(asked, decision)
            if found is None:
                return (), _why_nothing(asked, decision)
            asked, words = found
            needed.append(words)
    return (), NOTHING[""]


def underlying(viewer: Viewer, category: Category, case: CaseFacts) -> str:
    """Return the reason of a refusal, the one behind existence_hidden too."""
    with instead(_open_reasons(in_force(), category)):
        return decide(viewer, Action.VIEW, category, case).because


def _open_reasons(table: Table, category: Category) -> Table:
    """Return the table without the word that stands for every reason where existence is hidden."""
    return replace(table, existence_hidden=table.existence_hidden - {category})


def _remedy(asked: _Asked, decision: Decision) -> tuple[_Asked, str] | None:
    if not asked.viewer.has_caseload or asked.category == Category.LEDGER:
        return None
    remedy = REMEDIES.get(decision.because)
    return remedy(asked, decision) if remedy else None


def _why_nothing(asked: _Asked, decision: Decision) -> str:
    if not asked.viewer.has_caseload:
        return NOTHING["office"]
    grade = in_force().rule(asked.viewer.discipline, asked.category).grade
    if decision.because != "never" or grade == Grade.OWN:
        return NOTHING["own" if grade == Grade.OWN else ""]
    of_tribe = asked.viewer.discipline == Discipline.TRIBAL and grade != Grade.NEVER
    return NOTHING["sovereign" if of_tribe else "never"]


def _enabled(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    return _with_viewer(asked, active=True), "the account enabled again"


def _second_factor(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    return _with_viewer(asked, mfa=True), "a sign-in with a second factor"


def _unsealed(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    return _with_case(asked, sealed=False), "an order that opens the sealed case"


def _no_conflict(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    return _with_case(asked, conflict=False), "the end of the conflict of interest on record"


def _standing(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    seat = (Standing("membership"),)
    if asked.viewer.discipline == Discipline.POLYGRAPH:
        examiners = frozenset({asked.viewer.user_id})
        words = "an exam on this case that is assigned to this examiner"
        return _with_case(asked, standings=seat, examiner_ids=examiners), words
    if decision.because == "membership_ended":
        words = "a new membership on the case's team, an assignment or a dated grant"
    else:
        words = "a membership on the case's team, an assignment or a dated grant"
    return _with_case(asked, standings=seat), words


def _approved(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    words = "a current approval as examiner or provider"
    return _with_viewer(asked, approval_until=asked.viewer.today), words


def _screened(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    words = "a current criminal-justice screening"
    return _with_viewer(asked, screening_until=asked.viewer.today), words


def _after_trial(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    return _with_case(asked, stage="supervised"), "the end of the stage before trial"


def _agreed(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    lapsed = frozenset(one for one in asked.viewer.scope.lapsed if one[1] != asked.category)
    scope = replace(asked.viewer.scope, lapsed=lapsed)
    words = "an agreement in force between the agencies that covers this category"
    return _with_viewer(asked, scope=scope), words


def _beyond_glass(asked: _Asked, decision: Decision) -> tuple[_Asked, str] | None:
    """A broken glass opens less than a seat: see what a seat would do."""
    if not any(standing.kind == "break_glass" for standing in asked.case.standings):
        return None
    rest = tuple(s for s in asked.case.standings if s.kind != "break_glass")
    if rest:
        return _with_case(asked, standings=rest), "the end of the broken glass"
    return _standing(_with_case(asked, standings=()), decision)


def _paper(asked: _Asked, decision: Decision) -> tuple[_Asked, str]:
    viewer, category = asked.viewer, asked.category
    if decision.because == "release_not_started":
        return _with_paper(asked), "the start of the paper on file"
    _, name = PAPER.get(category, AUTHORIZATION)
    new = "" if decision.because in ("gate_missing", "wrong_recipient") else ", signed anew,"
    words = f"{name}{new} that names {viewer.agency_name or 'the agency'} for {_label(category)}"
    return _with_paper(asked), words


def _label(category: Category) -> str:
    label = LABELS[category]
    return f"{label[:1].lower()}{label[1:]}"


def _with_paper(asked: _Asked) -> _Asked:
    viewer, category = asked.viewer, asked.category
    paper = ReleaseFacts(
        id="", kind=PAPER.get(category, AUTHORIZATION)[0], categories=frozenset({category}),
        to_agency_id=viewer.agency_id, starts=viewer.now, ends=viewer.now + timedelta(days=1),
    )  # fmt: skip
    return _with_case(asked, releases=(paper, *asked.case.releases))


def _with_viewer(asked: _Asked, **values: object) -> _Asked:
    return replace(asked, viewer=replace(asked.viewer, **values))  # type: ignore[arg-type]


def _with_case(asked: _Asked, **values: object) -> _Asked:
    return replace(asked, case=replace(asked.case, **values))  # type: ignore[arg-type]


REMEDIES: Mapping[str, Remedy] = {
    "account_disabled": _enabled,
    "mfa_missing": _second_factor,
    "sealed": _unsealed,
    "conflict_of_interest": _no_conflict,
    "membership_ended": _standing,
    "no_standing": _standing,
    "approval_lapsed": _approved,
    "not_overridable": _beyond_glass,
    "pretrial": _after_trial,
    "agreement_ended": _agreed,
    "never": _beyond_glass,
    "screening_lapsed": _screened,
} | dict.fromkeys(
    (
        "gate_missing", "consent_incomplete", "wrong_recipient", "wrong_purpose", "wrong_item",
        "use_limited", "release_revoked", "release_ended", "release_not_started",
    ),
    _paper,
)  # fmt: skip
