"""The agencies and units of the State of Altona, which is on no map."""

from dataclasses import dataclass

from casemgmt.demo.keys import key
from teams.models import Agency, Unit


@dataclass(frozen=True)
class Office:
    """One agency of the demonstration."""

    word: str  # by which the rest of the demonstration names it
    name: str
    kind: str
    address: str
    phone: str
    is_part2_program: bool = False
    sovereign: str = "state"


OFFICES = (
    Office(
        "probation",
        "Altona Department of Probation",
        "supervision",
        "12 Elm Street, Altona City",
        "555-0100",
    ),
    Office(
        "cedar",
        "Cedar Center for Treatment",
        "treatment",
        "40 Orchard Row, Altona City",
        "555-0120",
    ),
    Office(
        "lakeview",
        "Lakeview Counseling",
        "treatment",
        "7 Quay Road, Port Merrin",
        "555-0130",
        is_part2_program=True,
    ),
    Office(
        "meridian",
        "Meridian Polygraph Services",
        "polygraph",
        "3 Foundry Lane, Altona City",
        "555-0140",
    ),
    Office(
        "prosecutor",
        "Altona County Prosecutor's Office",
        "prosecution",
        "1 Court Square, Altona City",
        "555-0150",
        sovereign="local",
    ),
    Office(
        "registry",
        "Altona State Police Registry Unit",
        "law_enforcement",
        "90 Depot Street, Altona City",
        "555-0160",
    ),
    Office(
        "harbor",
        "Harbor Advocacy",
        "victim_service",
        "by appointment",
        "555-0170",
        sovereign="local",
    ),
    Office(
        "council",
        "Altona Policy Council on Sexual Harm",
        "policy",
        "2 Capitol Hill, Altona City",
        "555-0180",
    ),
)
UNITS = {"elm": "Elm Street Unit", "river": "River Unit"}


def make_agencies() -> dict[str, Agency]:
    """Write the agencies and return them by their words."""
    rows = {
        office.word: Agency(
            key=key("agency", office.word),
            name=office.name,
            kind=office.kind,
            sovereign=office.sovereign,
            is_part2_program=office.is_part2_program,
            address=office.address,
            phone=office.phone,
        )
        for office in OFFICES
    }
    Agency.objects.bulk_create(rows.values())
    return rows


def make_units(probation: Agency, more: int) -> dict[str, Unit]:
    """Write the two units and `more` numbered ones; return them by word."""
    names = UNITS | {f"unit{n}": f"Unit {n:03d}" for n in range(3, 3 + more)}
    rows = {
        word: Unit(key=key("unit", word), agency=probation, name=name)
        for word, name in names.items()
    }
    Unit.objects.bulk_create(rows.values())
    return rows
