"""The laws under which something may be told without a paper: for each what has to be shown, what
it opens, and whether an accounting of disclosures leaves it out. Not legal advice: the agency's
counsel decides which of them hold."""

from dataclasses import dataclass

from casemgmt.policy.categories import Category

# What a telling has to show: the name of the field, and what it asks.
EVIDENCE = {
    "law": "The law, order or request, by its citation or number",
    "asked_by": "Who asked or received it in which office",
    "nature": "What it was about: the emergency, the threat, the duty",
    "medical_person": "Name of the medical person",
    "affiliation": "Hospital or service of the medical person",
    "facility": "Where the person was in custody on that day",
}

# Why an accounting under 45 CFR 164.528(a)(1) leaves a disclosure out.
TO_INDIVIDUAL, TPO, INCIDENTAL, CARERS, SECURITY, CUSTODY, LIMITED = (
    "to_individual", "tpo", "incidental", "carers", "security", "custody", "limited",
)  # fmt: skip
_VICTIM = frozenset({Category.VICTIM_STATEMENT, Category.VICTIM_ADVOCACY})


@dataclass(frozen=True, slots=True)
class Statute:
    """One law: its words, its source, the evidence it needs, and what it opens beyond the usual."""

    key: str
    words: str
    source: str
    needs: tuple[str, ...]
    exempt: str = ""
    part2: bool = False  # opens a record under 42 CFR Part 2 too
    victim: bool = False  # a mandate of statute or court (34 USC 12291(b)(2)(C))
    notes: bool = False  # opens psychotherapy notes too (45 CFR 164.508(a)(2)(ii))
    justice: bool = False  # among criminal justice agencies only
    follow_up: str = ""  # what the privacy officer is told it for

    def covers(self, category: str, *, part2: bool) -> bool:
        """Whether this law opens the category; `part2`: the record is bound by 42 CFR Part 2."""
        if (part2 or category == Category.SUD_TREATMENT) and not self.part2:
            return False
        if category in _VICTIM:
            return self.victim
        if category == Category.PSYCHOTHERAPY_NOTES:
            return self.notes
        return not self.justice or category in JUSTICE_RECORDS


JUSTICE_RECORDS = frozenset({
    Category.CRIMINAL_HISTORY, Category.SUPERVISION, Category.IDENTITY, Category.VICTIM_SYSTEM,
})  # fmt: skip
EMERGENCY = "medical_emergency"
_HIPAA = "45 CFR 164.512"

STATUTES = (
    Statute(
        EMERGENCY, "A medical emergency: what medical staff need to treat the person",
        "42 CFR 2.51; 45 CFR 164.506(c)", ("medical_person", "affiliation", "nature"),
        part2=True, follow_up="emergency",
    ),
    Statute("required_by_law", "Another law demands it", f"{_HIPAA}(a)", ("law", "asked_by"),
            victim=True, notes=True),
    Statute("public_health", "A public health authority collects it", f"{_HIPAA}(b)(1)(i)",
            ("law", "asked_by")),
    Statute("child_abuse", "Report of abuse or neglect of a child, the first one",
            f"{_HIPAA}(b)(1)(ii); 42 CFR 2.12(c)(6)", ("asked_by", "nature"),
            part2=True, victim=True),
    Statute("adult_abuse", "Report on an adult who is abused, neglected or beaten at home",
            f"{_HIPAA}(c)", ("law", "asked_by", "nature")),
    Statute("oversight", "An oversight agency inspects or investigates", f"{_HIPAA}(d)",
            ("law", "asked_by"), notes=True),
    Statute("court_order", "A court ordered it, and no more than it names",
            f"{_HIPAA}(e)(1)(i)", ("law", "asked_by"), victim=True, notes=True),
    Statute("part2_order", "A court order under Subpart E, together with a subpoena",
            "42 CFR 2.61 to 2.67", ("law", "asked_by"), part2=True),
    Statute("subpoena_assured", "A subpoena, with assurance of notice or of a protective order",
            f"{_HIPAA}(e)(1)(ii)", ("law", "asked_by", "nature")),
    Statute("law_enforcement", "A request of law enforcement that the law lists", f"{_HIPAA}(f)",
            ("law", "asked_by")),
    Statute("program_crime", "A crime on the program's premises or against its staff",
            f"42 CFR 2.12(c)(5); {_HIPAA}(f)(5)", ("asked_by", "nature"), part2=True),
    Statute("coroner", "A coroner, a medical examiner or a funeral director", f"{_HIPAA}(g)",
            ("asked_by",), notes=True),
    Statute("organ_donation", "Organ, eye or tissue donation", f"{_HIPAA}(h)", ("asked_by",)),
    Statute("research", "Research that a board approved", f"{_HIPAA}(i)", ("law", "asked_by")),
    Statute("serious_threat", "A serious and imminent threat, to who can prevent or lessen it",
            f"{_HIPAA}(j)", ("asked_by", "nature"), notes=True),
    Statute("national_security", "National security or protection of the President",
            f"{_HIPAA}(k)(2), (3)", ("law", "asked_by"), exempt=SECURITY),
    Statute("custody", "Jail, prison or police that hold the person now", f"{_HIPAA}(k)(5)",
            ("asked_by", "facility", "nature"), exempt=CUSTODY),
    Statute("workers_compensation", "Workers' compensation", f"{_HIPAA}(l)", ("law", "asked_by")),
    Statute("care", "Treatment, payment or the running of the treatment center",
            "45 CFR 164.506(c)", ("asked_by",), exempt=TPO),
    Statute("to_individual", "Told to the person whose information it is",
            "45 CFR 164.502(a)(1)(i)", (), exempt=TO_INDIVIDUAL, part2=True),
    Statute("carers", "Told to family or others who care for the person, who did not object",
            "45 CFR 164.510", ("nature",), exempt=CARERS),
    Statute("incidental", "Overheard in spite of care", "45 CFR 164.502(a)(1)(iii)", ("nature",),
            exempt=INCIDENTAL),
    Statute("limited_data", "A limited data set under an agreement on its use",
            "45 CFR 164.514(e)", ("law", "asked_by"), exempt=LIMITED),
    Statute("justice_exchange", "A criminal justice agency, for the administration of justice",
            "28 CFR 20.33(a)(1)", ("asked_by",), justice=True),
)  # fmt: skip
_BY_KEY = {statute.key: statute for statute in STATUTES}


def statute_of(key: str) -> Statute | None:
    """Return the law of a key; None for one that is not on the list."""
    return _BY_KEY.get(key)
