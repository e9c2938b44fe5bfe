"""Events as sentences, and the registry that holds them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audit import registry, words
from audit.models import Kind
from audit.registry import EventType
from audit.selectors.events import EventRow
from casemgmt.policy.categories import LABELS
from casemgmt.policy.decision import AUTHORITY_WORDS

ROW = EventRow(
    id=7,
    at=datetime(2026, 3, 3, 15, 4, 11, 329_999, tzinfo=UTC),
    kind="view",
    outcome="shown",
    actor_id=4,
    actor_name="Kim Lee",
    actor_role="treatment",
    actor_agency="Linden Center",
    session="",
    request_id="r",
    page_id="r",
    route="GET /cases/",
    channel="page",
    purpose="case work",
    reason="",
    authority="membership",
    authority_ref="",
    because="",
    policy_version="",
    subject_kind="examresult",
    subject_id="x",
    case_id="",
    case_label="24-0117",
    category="polygraph_result",
    part="",
    fields=(),
    recipient="",
    total=None,
    detail={},
)


def row(**fields):
    return replace(ROW, **fields)


def test_the_sentence_of_the_design():
    assert words.sentence(row(subject_kind="case")) == (
        "Kim Lee (treatment, Linden Center) viewed the polygraph result of case 24-0117, "
        "as member of the case's team, for case work, March 3, 2026 10:04:11.32."
    )


REFUSED = {"kind": "refusal", "outcome": "refused", "authority": "", "category": ""}
SENTENCES = [
    (
        {"category": "identity", "subject_kind": "case"},
        "Viewed the head of case 24-0117, as member of the case's team.",
    ),
    (
        {"category": "supervision", "subject_kind": "contact"},
        "Viewed the supervision record of case 24-0117 (contact), as member of the case's team.",
    ),
    (
        {"category": "", "subject_kind": "meeting", "case_label": ""},
        "Viewed the meeting, as member of the case's team.",
    ),
    ({"category": "", "subject_kind": "", "case_label": "", "authority": ""}, "Viewed a record."),
    (
        {"category": "of_tomorrow"},
        "Viewed of tomorrow of case 24-0117 (exam result), as member of the case's team.",
    ),
    (
        {"kind": "of_tomorrow", "subject_kind": "case"},
        "Of tomorrow: the polygraph result of case 24-0117, as member of the case's team.",
    ),
    (
        {"authority": "break_glass", "subject_kind": "case"},
        "Viewed the polygraph result of case 24-0117, by emergency access.",
    ),
    (
        {"outcome": "refused", "because": "never", "subject_kind": "case"},
        "Was refused: viewed the polygraph result of case 24-0117: Your discipline "
        "does not receive this category, as member of the case's team.",
    ),
    (
        REFUSED | {"subject_kind": "case", "because": "no_standing"},
        "Was refused case 24-0117: You have no standing on this case.",
    ),
    (
        REFUSED | {"subject_kind": "case", "case_label": "", "because": "no_standing"},
        "Was refused a case: You have no standing on this case.",
    ),
    (
        REFUSED | {"subject_kind": "page", "case_label": "", "because": "rule:ledger_readers"},
        "Was refused a page: the page is for others. Privacy officers and auditors.",
    ),
    (
        REFUSED | {"subject_kind": "", "case_label": "", "because": "of_tomorrow"},
        "Was refused a page: of tomorrow.",
    ),
    (
        REFUSED | {"category": "risk", "subject_kind": "assessment"},
        "Was refused the risk and needs of case 24-0117 (assessment).",
    ),
    ({"kind": "sign_in", "authority": "", "subject_kind": "user"}, "Signed in."),
    (
        {
            "kind": "sign_in_failed",
            "authority": "",
            "outcome": "refused",
            "because": "wrong_name_or_password",
        },
        "Tried to sign in and could not: Wrong name, password or code.",
    ),
    (
        {"kind": "search", "subject_kind": "search", "total": 1, "authority": ""},
        "Searched and found 1 record.",
    ),
    (
        {"kind": "search", "subject_kind": "search", "total": None, "authority": ""},
        "Searched and found nothing.",
    ),
    (
        {"kind": "ledger", "total": 25, "authority": "own_organization"},
        "Read the ledger: 25 events.",
    ),
    ({"kind": "ledger", "total": None}, "Read the ledger: its search page."),
    (
        {"kind": "ledger", "subject_id": "own use", "total": 1},
        "Looked up their own use in the ledger: 1 event.",
    ),
    (
        {
            "kind": "export",
            "subject_kind": "ledger",
            "category": "ledger",
            "case_label": "",
            "authority": "",
            "total": 3,
        },
        "Exported the disclosure ledger.",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), SENTENCES)
def test_lines(fields, expected):
    assert words.line(row(**fields)) == expected


def test_nobody_signed_in_and_the_system():
    assert words.who(row(actor_name="")) == "Somebody who was not signed in"
    assert words.who(row(actor_name="", kind="mail")) == "The system"
    assert (
        words.who(row(actor_role="policy/privacy_officer"))
        == "Kim Lee (policy, privacy officer, Linden Center)"
    )
    assert words.who(row(actor_role="", actor_agency="")) == "Kim Lee"


def test_many_rows_under_one_line():
    cases = [
        row(kind="list", subject_kind="case", subject_id=str(n // 2), case_label=str(n // 2))
        for n in range(50)
    ]
    assert words.many(cases) == "Was shown 25 cases in a list."
    assert words.many(cases[:2]) == "Was shown case 0 in a list."
    contacts = [row(subject_kind="contact", subject_id=str(n)) for n in range(4)]
    assert words.many(contacts) == "Viewed 4 contacts of case 24-0117."
    assert words.many([row(), row(subject_kind="contact")]) == "Viewed 2 records of case 24-0117."
    assert words.many([row(kind="sign_in")] * 4) == "Signed in."
    assert words.many([row(), row(category="risk")]) == (
        "Viewed 1 exam result of case 24-0117: the polygraph result, the risk and needs."
    )


def test_each_kind_has_a_type_with_a_retention():
    assert {kind.name for kind in registry.registered()} >= {str(kind) for kind in Kind}
    assert all(kind.retention >= 6 for kind in registry.registered())


def test_each_authority_and_category_has_its_words():
    assert set(words.GROUNDS) == set(AUTHORITY_WORDS)
    assert all(words.category_words(category) for category in LABELS)


@pytest.mark.parametrize("fields", [{"retention": 0}, {"retention": None}, {"sentence": ""}])
def test_a_type_without_retention_or_sentence_is_refused(fields):
    with pytest.raises(ValueError, match="needs a"):
        EventType(**{"name": "new", "sentence": "did {what}", "retention": 7} | fields)


def test_a_name_is_taken_once():
    kind = registry.type_of("view")
    registry.register(kind)
    with pytest.raises(ValueError, match="two event types"):
        registry.register(replace(kind, sentence="saw {what}"))
