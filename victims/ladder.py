"""The ladder from work in treatment to living together again: its rungs, and what each one needs.

Nobody owes a step to anybody: only the victim's side starts one, and it can stop at any time
(practice C.6; S54). Pure: facts in, what is missing out.
"""

from dataclasses import dataclass

CONTACT, REUNIFICATION = "contact", "reunification"


@dataclass(frozen=True)
class Rung:
    """One step. `touches` is what a decision on it changes; `reaches` whether something of the
    person under supervision comes to the victim's side, which an order of no contact forbids."""

    name: str
    label: str
    what: str
    touches: str = CONTACT
    reaches: bool = True


RUNGS = (
    Rung("preparation", "Preparation in treatment",
         "The person under supervision works on what was done, without any contact.",
         reaches=False),
    Rung("letter_kept", "Letter that is not sent",
         "A letter is written in treatment and stays there.", reaches=False),
    Rung("letter_read", "Letter read by the advocate",
         "The advocate reads the letter; the victim does not have to know what is in it."),
    Rung("letter_given", "Letter given to the victim",
         "The victim chooses whether, when and with whom to read it."),
    Rung("session", "Clarification session",
         "A meeting led by the provider, with whom the victim wants beside her."),
    Rung("supervised_contact", "Supervised contact",
         "Contact in the presence of an approved supervisor."),
    Rung("family_session", "Family session", "Sessions with the family.", REUNIFICATION),
    Rung("reunification", "Reunification", "Living together again.", REUNIFICATION),
)  # fmt: skip
BY_NAME = {rung.name: rung for rung in RUNGS}
CHOICES = tuple((rung.name, rung.label) for rung in RUNGS)
REACHING = tuple((rung.name, rung.label) for rung in RUNGS if rung.reaches)


@dataclass(frozen=True)
class Grounds:
    """What stands today, as far as the viewer may see it; None where it is not the viewer's."""

    ready: frozenset[str] | None = frozenset()
    cleared: frozenset[str] | None = frozenset()
    # The rungs that every term of no contact in force leaves open; None where they are not shown.
    allowed: frozenset[str] | None = frozenset()


def missing(name: str, grounds: Grounds) -> list[str]:
    """Return what a step that the victim's side asked for still needs before it begins.

    What the viewer may not see counts as missing: whoever may see it begins the step. A decision of
    the team never takes the place of the court's order (T17).
    """
    rung = BY_NAME[name]
    found = []
    if grounds.allowed is None or (rung.reaches and name not in grounds.allowed):
        found.append("an order of the court that allows it: a term of no contact goes before")
    if grounds.ready is None or name not in grounds.ready:
        found.append("that treatment says the person is ready for it")
    if grounds.cleared is None or name not in grounds.cleared:
        found.append("a decision of the team with its harm-prevention worksheet")
    return found


def earlier(name: str) -> tuple[str, ...]:
    """Return the steps that usually come before one, the first first."""
    names = [rung.name for rung in RUNGS]
    return tuple(names[: names.index(name)])


def item_of(name: str) -> str:
    """Return the item that a release has to name for a step."""
    return f"Clarification: {BY_NAME[name].label.lower()}"
