"""What a warning has to say, and what it may not say where it was learned in substance use
treatment (B-WARN-1..3, T44, T45). Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

SUD = "sud_treatment"
SOURCES = (
    ("person", "The person said it"),
    ("other", "Somebody else said it"),
    ("seen", "I saw or read it"),
    (SUD, "Learned in substance use treatment (42 CFR Part 2)"),
)
DECISIONS = (
    ("warn", "Warn who is in danger"),
    ("police", "Tell the police only"),
    ("protect", "Protect in another way"),
    ("none", "No warning, and why"),
)
METHODS = (
    ("phone", "Telephone"), ("person", "In person"), ("written", "In writing"),
    ("police", "Through the police"),
)  # fmt: skip
GATES = (
    ("non_identifying", "A warning that names nobody as a patient, and no substance"),
    ("emergency", "A medical emergency: to medical personnel (42 CFR 2.51)"),
    ("order", "A court's order (42 CFR 2.61 to 2.67)"),
)
TELLS = frozenset({"warn", "police"})  # decisions that tell somebody something
# Words by which a message tells that somebody is or was a patient of such a program, or uses.
_WORDS = (
    "addict", "alcohol", "benzo", "buprenorphine", "client", "clinic", "cocaine", "counsel",
    "crack", "dealer", "detox", "drank", "drink", "drug", "drunk", "fentanyl", "heroin", "high on",
    "intoxic", "marijuana", "meth", "naltrexone", "narcan", "needle", "opiate", "opioid", "overdos",
    "oxy", "patient", "pills", "program", "recovery", "rehab", "relaps", "sober", "sobriety",
    "suboxone", "substance", "treatment", "twelve step", "using again", "withdrawal", "12-step",
)  # fmt: skip
_FOUND = re.compile(r"\b(" + "|".join(re.escape(word) for word in _WORDS) + r")\w*", re.IGNORECASE)


@dataclass(frozen=True)
class WarningTerms:
    """What the assessor learned, decided, said, to whom, how and when."""

    learned_at: datetime
    threat: str
    learned_from: str
    decision: str
    recipient: str = ""
    exact_words: str = ""
    method: str = ""
    told_at: datetime | None = None
    gate: str = ""
    affiliation: str = ""  # of medical personnel, in an emergency


@dataclass(frozen=True)
class WarningFault:
    """What is missing or wrong: the field and what to do."""

    field: str
    words: str
    because: str = "gate_missing"


def words_of_treatment(text: str) -> list[str]:
    """Return the words of a text that tell of substance use or of being a patient."""
    return list(dict.fromkeys(found.group(0) for found in _FOUND.finditer(text)))


def faults_of(terms: WarningTerms, *, now: datetime) -> list[WarningFault]:
    """Return what keeps a warning from being kept, field by field; empty where nothing does."""
    found = [*_missing(terms), *_moments(terms, now)]
    if terms.learned_from == SUD:
        found += _part2(terms)
    return found


def _missing(terms: WarningTerms) -> list[WarningFault]:
    asked = [("threat", "Say what the threat is, in the words that were used.")]
    if terms.decision in TELLS:
        asked += [
            ("recipient", "Say who was told."),
            ("exact_words", "Say what was told, word for word: it is all that the receiver gets."),
            ("method", "Choose how."),
        ]
    elif not terms.exact_words.strip():
        asked.append(("exact_words", "Say in a sentence what was done instead."))
    found = [WarningFault(name, words) for name, words in asked if not getattr(terms, name).strip()]
    for name, choices in (("learned_from", SOURCES), ("decision", DECISIONS)):
        if getattr(terms, name) not in dict(choices):
            found.append(WarningFault(name, "Choose one."))
    return found


def _moments(terms: WarningTerms, now: datetime) -> list[WarningFault]:
    found = []
    if terms.learned_at > now:
        found.append(WarningFault("learned_at", "This moment is still to come."))
    if terms.decision in TELLS and terms.told_at is None:
        found.append(WarningFault("told_at", "Say when it was told."))
    if terms.told_at is not None and terms.told_at > now:
        found.append(
            WarningFault("told_at", "This moment is still to come. Warn first, then keep.")
        )
    if terms.told_at is not None and terms.told_at < terms.learned_at:
        found.append(WarningFault("told_at", "That is before it was learned. Mend one of the two."))
    return found


def _part2(terms: WarningTerms) -> list[WarningFault]:
    """Part 2 has no exception for warnings (B-WARN-2): the words tell of no treatment, whatever the
    gate; and somebody is told only by one of three gates."""
    found = []
    for name in ("threat", "exact_words"):
        words = words_of_treatment(getattr(terms, name))
        if words:
            told = (
                f"Take out: {', '.join(words)}. 42 CFR Part 2 has no exception for warnings. Say "
                "the danger without telling that anybody is a patient or uses a substance."
            )
            found.append(WarningFault(name, told, "wrong_item"))
    if terms.decision in TELLS and terms.gate not in dict(GATES):
        words_ = "Choose by which way: a warning that names no patient, an emergency, or an order."
        found.append(WarningFault("gate", words_))
    if terms.gate == "emergency" and not terms.affiliation.strip():
        words_ = "Name where the medical personnel work (42 CFR 2.51(c))."
        found.append(WarningFault("affiliation", words_))
    return found
