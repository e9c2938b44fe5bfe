"""What a release, an authorization, a consent or an order has to say to open anything: what is
missing, what is wrong, who has to sign, and when it ends at the latest."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from casemgmt.policy.categories import Category
from casemgmt.policy.elements import (
    AUTHORIZATION,
    COURT_ORDER,
    KINDS,
    PART2_CONSENT,
    PART2_JUSTICE_CONSENT,
    REQUIRED,
    VICTIM_RELEASE,
    elements_named,
)
from casemgmt.policy.signing import Signer, faults_of_signers, guardian_signs, majority

# Those in the justice system who made participation a condition (B-P2-6).
JUSTICE_KINDS = frozenset({"supervision", "prosecution", "court", "tribal"})
_TREATMENT = (Category.SUD_TREATMENT, Category.TREATMENT_SUMMARY, Category.TREATMENT_CLINICAL)
_OF_A_CASE = frozenset(Category) - {
    Category.IDENTITY, Category.AGGREGATE, Category.PEER_GROUP, Category.STAFF_WELLBEING,
    Category.LEDGER, Category.TEAM_RECORD,
}  # fmt: skip
_OF_VICTIMS = {Category.VICTIM_SYSTEM, Category.VICTIM_ADVOCACY, Category.VICTIM_STATEMENT}
# What a paper of each kind can be about: nobody signs away what is another person's.
OPENS: dict[str, frozenset[Category]] = {
    VICTIM_RELEASE: frozenset(_OF_VICTIMS),
    AUTHORIZATION: _OF_A_CASE - _OF_VICTIMS - {Category.SUD_TREATMENT},
    PART2_CONSENT: _OF_A_CASE - _OF_VICTIMS - {Category.PSYCHOTHERAPY_NOTES},
    PART2_JUSTICE_CONSENT: frozenset(_TREATMENT),
    COURT_ORDER: _OF_A_CASE | {Category.TEAM_RECORD},
}
EVERYTHING = frozenset(
    (
        "all", "any", "file", "full file", "information", "record", "records", "the file",
        "the record", "the records", "the whole file", "whatever", "whole file", "case file",
        "the case file", "everything",
    )
)  # fmt: skip
LONG_ITEM = 200  # characters of one item's words

# In the order in which the policy format tells reasons.
ORDER = ("gate_missing", "consent_incomplete", "wrong_recipient", "wrong_purpose", "wrong_item")


@dataclass(frozen=True, slots=True)
class GateTerms:
    """What one paper says."""

    kind: str
    about: str = ""
    about_victim: bool = False
    born: date | None = None
    guardians: tuple[str, ...] = ()  # who may sign for a minor: known not to have caused the harm
    signs_alone: bool = False  # the law lets this minor sign alone
    from_agency_id: int | None = None
    to_agency_ids: tuple[int, ...] = ()
    to_kind: str = ""
    to_team: str = ""
    to_user_id: int | None = None
    to_discipline: str = ""
    categories: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    purpose: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    signers: tuple[Signer, ...] = ()
    signed_on: date | None = None
    elements: frozenset[str] | None = None  # what the paper shows; None: a form asked for each
    revocable_after: datetime | None = None
    ways: tuple[str, ...] = ()
    order: str | None = None  # the court's order by its name; None: not asked
    redisclosure_barred: bool = True


@dataclass(frozen=True, slots=True)
class PaperFault:
    """One thing that is missing or wrong: why it refuses, the field, and what to do."""

    because: str
    field: str
    words: str


def faults_of(terms: GateTerms, *, max_days: int | None = None) -> list[PaperFault]:
    """Return all that keeps a paper from opening anything, the reason that is told first first.

    `max_days` is how long such a paper can last where the caller's practice says so.
    """
    if terms.kind not in KINDS:
        return [PaperFault("gate_missing", "kind", "Choose what kind of paper this is.")]
    found = [
        *_faults_of_time(terms, max_days),
        *_faults_of_recipient(terms),
        *_faults_of_scope(terms),
        *_faults_of_law(terms),
        *_faults_of_purpose(terms),
        *signing_faults(terms),
        *_faults_of_elements(terms),
    ]
    return sorted(found, key=lambda fault: ORDER.index(fault.because))


def missing_of(terms: GateTerms) -> tuple[str, ...]:
    """Return the required elements that a paper lacks, by name, in the order of its law."""
    lacks = set()
    if terms.elements is not None:
        lacks = {e.name for e in REQUIRED.get(terms.kind, ())} - elements_named(terms.elements)
    if terms.ends_at is None:
        lacks.add("expiry")
    if not terms.purpose.strip() and terms.kind != COURT_ORDER:
        lacks.add("purpose")
    if not terms.categories or _faults_of_scope(terms):
        lacks.add("description")
    if terms.order is not None and terms.kind == COURT_ORDER and not terms.order.strip():
        lacks.add("order")
    if signing_faults(terms):
        lacks.add("signature")
    if terms.kind == PART2_JUSTICE_CONSENT and terms.to_kind not in JUSTICE_KINDS:
        lacks.add("recipient")
    ordered = [e.name for e in REQUIRED.get(terms.kind, ())]
    return tuple([name for name in ordered if name in lacks] + sorted(lacks - set(ordered)))


def warnings_of(terms: GateTerms, *, long_days: int) -> list[str]:
    """Return what is allowed and still worth a second look."""
    days = days_of(terms)
    if days is not None and days > long_days:
        return [f"It lasts {days} days. More than {long_days} is long: as short as it can be."]
    return []


def days_of(terms: GateTerms) -> int | None:
    """Return for how many whole days a paper lasts; None without both moments."""
    if terms.starts_at is None or terms.ends_at is None:
        return None
    return (terms.ends_at - terms.starts_at) // timedelta(days=1)


def effective_end(terms: GateTerms, zone: tzinfo) -> datetime | None:
    """Return when a paper ends: one that a guardian signed for a minor at the latest with the last
    moment before the 18th birthday in the jurisdiction's zone (T29, B-JUV-2)."""
    if terms.ends_at is None or terms.born is None or not guardian_signs(terms.signers):
        return terms.ends_at
    if terms.starts_at is not None and terms.starts_at.date() >= majority(terms.born):
        return terms.ends_at  # nothing to cut short: what is wrong with it is the signature
    midnight = datetime.combine(majority(terms.born), time.min, tzinfo=zone)
    return min(terms.ends_at, midnight - timedelta(microseconds=1))


def signing_faults(terms: GateTerms) -> list[PaperFault]:
    """Return what is wrong with the signatures (B-VAWA-8, T27, T30)."""
    starts = terms.starts_at.date() if terms.starts_at else terms.signed_on
    days = [day for day in (terms.signed_on, starts) if day is not None]
    said = faults_of_signers(
        terms.signers,
        kind=terms.kind,
        born=terms.born,
        on=min(days, default=None),
        guardians=terms.guardians,
        signs_alone=terms.signs_alone,
    )
    if terms.born and starts and guardian_signs(terms.signers) and starts >= majority(terms.born):
        said.append("From the 18th birthday on a parent or guardian signs for nobody.")
    return [PaperFault("consent_incomplete", "signers", words) for words in said]


def names_everything(words: str) -> bool:
    """Whether an item's words name all there is, and so no item (B-VAWA-5)."""
    plain = " ".join(words.casefold().replace(".", " ").split())
    return plain in EVERYTHING or plain.startswith(("everything", "anything", "all "))


def _faults_of_time(terms: GateTerms, max_days: int | None) -> list[PaperFault]:
    def fault(words: str) -> list[PaperFault]:
        return [PaperFault("gate_missing", "ends_at", words)]

    if terms.ends_at is None:
        return fault("Say when it ends. Without an end it opens nothing.")
    if terms.starts_at is not None and terms.ends_at <= terms.starts_at:
        return fault("It ends before it begins. Choose a later end.")
    days = days_of(terms)
    if max_days is not None and days is not None and days > max_days:
        return fault(f"It ends after {max_days} days at most. Choose an earlier end and renew it.")
    return []


def _faults_of_recipient(terms: GateTerms) -> list[PaperFault]:
    def fault(words: str) -> list[PaperFault]:
        return [PaperFault("wrong_recipient", "to_agency", words)]

    if terms.to_team or len(set(terms.to_agency_ids)) != 1:
        return fault("Name one agency. It is never to a whole team: sign one for each agency.")
    if terms.kind != COURT_ORDER and terms.to_agency_ids[0] == terms.from_agency_id:
        return fault("It shares with another agency. Choose who receives it.")
    if terms.kind == PART2_JUSTICE_CONSENT and terms.to_kind not in JUSTICE_KINDS:
        return fault(
            "A criminal-justice consent (42 CFR 2.35) is to probation or parole, a prosecutor or a "
            "court only. For anyone else take a Part 2 consent."
        )
    return []


def _faults_of_scope(terms: GateTerms) -> list[PaperFault]:
    found = []
    known = {category.value for category in OPENS[terms.kind]}
    if terms.kind == AUTHORIZATION:
        known.add(Category.SUD_TREATMENT.value)  # told apart below: it lacks what Part 2 asks
    unknown = [name for name in terms.categories if name not in known]
    if unknown or not terms.categories:
        words = "Name what is shared, by its categories. Never everything, and only what a paper "
        found.append(PaperFault("wrong_item", "categories", words + "of this kind can open."))
    if any(names_everything(item) or not item.strip() for item in terms.items):
        words = "Name exact items, never everything. One item in a few words."
        found.append(PaperFault("wrong_item", "items", words))
    elif any(len(item) > LONG_ITEM for item in terms.items):
        words = f"An item is named in {LONG_ITEM} characters at most."
        found.append(PaperFault("wrong_item", "items", words))
    return found


def _faults_of_law(terms: GateTerms) -> list[PaperFault]:
    """Return what a law of its own asks beyond what the paper is (B-P2-3, B-HIP-4, T39)."""
    if terms.kind != AUTHORIZATION:
        return []
    found = []
    if Category.SUD_TREATMENT in terms.categories:
        words = "Substance use treatment needs a Part 2 consent (42 CFR 2.31), not this form."
        found.append(PaperFault("consent_incomplete", "categories", words))
    if Category.PSYCHOTHERAPY_NOTES in terms.categories and (
        len(terms.categories) > 1 or terms.to_user_id is None
    ):
        words = (
            "Psychotherapy notes need an authorization of their own, to one person "
            "(45 CFR 164.508(b)(3)(ii))."
        )
        found.append(PaperFault("consent_incomplete", "categories", words))
    return found


def _faults_of_purpose(terms: GateTerms) -> list[PaperFault]:
    if terms.purpose.strip() or terms.kind == COURT_ORDER:
        return []
    words = "Say what the recipient needs it for."
    if terms.kind == PART2_JUSTICE_CONSENT:
        words = "Say what it serves: monitoring the treatment that this case makes a condition."
    return [PaperFault("consent_incomplete", "purpose", words)]


def _faults_of_elements(terms: GateTerms) -> list[PaperFault]:
    said_elsewhere = {"expiry", "purpose", "signature", "description"}
    structural = set() if terms.elements is None else elements_named(terms.elements)
    found = []
    for element in REQUIRED[terms.kind]:
        lacks = terms.elements is not None and element.name not in structural
        if element.name == "order" and terms.order is not None:
            lacks = not terms.order.strip()
        if lacks:
            source = f" ({element.source})" if element.source else ""
            words = f"The paper does not say {element.words}{source}."
            field = element.name if element.name in said_elsewhere else "elements"
            found.append(PaperFault("consent_incomplete", field, words))
    return found
