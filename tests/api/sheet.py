"""Who gets what from each reading operation: the table that the doors are tested against."""

from dataclasses import dataclass, field

SIGNED_IN = {
    "ana",
    "ben",
    "rosa",
    "kim",
    "otto",
    "priya",
    "lee",
    "maya",
    "vic",
    "cho",
    "dora",
    "paul",
    "sam",
    "petra",
    "alex",
    "former",
    "eva",
    "nina",
    "tess",
}
LEDGER = {"petra", "alex"}
CASE_PEOPLE = SIGNED_IN - LEDGER - {"sam"}
ON_THE_CASE = {"ana", "rosa", "kim", "otto", "priya", "lee", "maya", "vic", "cho", "paul"}
AT_THE_TABLE = ON_THE_CASE - {"rosa"}
SUPERVISION = {"ana", "rosa", "cho"}


@dataclass(frozen=True)
class Operation:
    """A reading operation: for whom it answers 200, for whom 403; for all others there is
    nothing."""

    name: str
    address: str
    allowed: set[str]
    withheld: set[str] = field(default_factory=set)

    def answer_for(self, name: str) -> int:
        """Return the status that a person gets."""
        if name in self.allowed:
            return 200
        return 403 if name in self.withheld else 404


SHEET = [
    Operation("me_read", "/api/v1/me/", SIGNED_IN),
    Operation("case_list", "/api/v1/cases/", CASE_PEOPLE),
    Operation("case_read", "/api/v1/cases/{case}/", ON_THE_CASE),
    Operation("case_access", "/api/v1/cases/{case}/access/", ON_THE_CASE),
    Operation(
        "contact_list", "/api/v1/cases/{case}/contacts/", SUPERVISION, ON_THE_CASE - SUPERVISION
    ),
    Operation(
        "contact_read",
        "/api/v1/cases/{case}/contacts/{contact}/",
        SUPERVISION,
        ON_THE_CASE - SUPERVISION,
    ),
    Operation("record_list", "/api/v1/cases/{case}/records/?category=supervision", ON_THE_CASE),
    Operation("person_list", "/api/v1/people/", CASE_PEOPLE),
    Operation("person_read", "/api/v1/people/{person}/", ON_THE_CASE),
    Operation("meeting_list", "/api/v1/meetings/", CASE_PEOPLE),
    Operation("meeting_read", "/api/v1/meetings/{meeting}/", AT_THE_TABLE),
    Operation("ledger_list", "/api/v1/ledger/", LEDGER),
    Operation("schema", "/api/v1/schema/", SIGNED_IN),
    Operation("docs", "/api/v1/docs/", SIGNED_IN),
]


def address_of(operation: Operation, world: object, meeting: object) -> str:
    """Return the address of an operation in this world."""
    return operation.address.format(
        case=world.case.pk,
        contact=world.records["contact"].pk,
        person=world.case.person_id,
        meeting=meeting.pk,
    )
