"""Reads the world of a scenario: agencies, people, teams, cases, victims, papers, records."""

from casemgmt.policycheck import words
from casemgmt.policycheck.nodes import Node
from casemgmt.policycheck.page import Fields, Page
from casemgmt.policycheck.world import (
    AgencyTerms,
    AgreementTerms,
    CaseTerms,
    Guardian,
    PersonTerms,
    RecordTerms,
    SeatTerms,
    TeamTerms,
    VictimTerms,
)

UNSCREENED_OFFICES = ("privacy_officer", "auditor", "administrator", "agency_head")


def read_agency(page: Page, node: Node, key: str) -> AgencyTerms:
    """Read one entry under agencies."""
    got = page.mapping(node, f"agency {key}", ("kind", "sovereign", "part2"), needs=("kind",))
    return AgencyTerms(
        node.line,
        kind=page.choice(got.get("kind"), "kind", words.AGENCY_KINDS),
        sovereign=page.choice(got.get("sovereign"), "sovereign", words.SOVEREIGNS, "state"),
        part2=page.flag(got.get("part2"), "part2", default=False),
    )


PERSON = (
    "agency", "discipline", "office", "supervises", "screening_until", "approval_until", "mfa",
)  # fmt: skip


def read_person(page: Page, node: Node, key: str) -> PersonTerms:
    """Read one entry under people."""
    got = page.mapping(node, f"person {key}", PERSON, needs=("agency",))
    office = page.choice(got.get("office"), "office", words.OFFICES)
    discipline = page.choice(got.get("discipline"), "discipline", words.DISCIPLINES)
    if node.kind == "mapping" and "discipline" not in got:
        if office in UNSCREENED_OFFICES:
            discipline = "policy"
        else:
            page.wrong(node.line, f"person {key} has no “discipline”. Add it.")
    return PersonTerms(
        node.line,
        agency=page.name(got.get("agency"), "agency", "agencies"),
        discipline=discipline,
        office=office,
        supervises=page.listed(got.get("supervises"), "supervises", "people"),
        screening_until=page.day(got.get("screening_until"), "screening_until"),
        approval_until=page.day(got.get("approval_until"), "approval_until"),
        mfa=page.flag(got.get("mfa"), "mfa", default=True),
    )


def read_team(page: Page, node: Node, key: str) -> TeamTerms:
    """Read one entry under teams."""
    got = page.mapping(node, f"team {key}", ("level", "members", "agencies", "norms"))
    norms = got.get("norms")
    held = page.mapping(norms, "norms", ("designees",)) if norms else {}
    return TeamTerms(
        node.line,
        level=page.choice(got.get("level"), "level", words.LEVELS, "case"),
        seats=tuple(read_seat(page, part) for part in page.parts(got.get("members"))),
        agencies=page.listed(got.get("agencies"), "agencies", "agencies"),
        designees=_allowed(page, held.get("designees")),
    )


def _allowed(page: Page, node: Node | None) -> bool:
    """Read allowed or forbidden; unquoted true and false mean the same."""
    if node is not None and node.kind == "word" and node.text.casefold() in words.YES | words.NO:
        return node.text.casefold() in words.YES
    return page.choice(node, "designees", ("allowed", "forbidden"), "forbidden") == "allowed"


def read_seat(page: Page, node: Node) -> SeatTerms:
    """Read one member: a name, or a mapping."""
    if node.kind == "word":
        return SeatTerms(node.line, page.name(node, "members", "people"))
    got = page.mapping(node, "a member", ("who", "from", "until", "role"), needs=("who",))
    return seat_of(page, node.line, got)


def seat_of(page: Page, line: int, got: Fields) -> SeatTerms:
    """Read a seat's terms, of a member or of someone who joins."""
    starts, until = page.day(got.get("from"), "from"), page.day(got.get("until"), "until")
    if starts and until and until < starts:
        page.wrong(got["until"].line, f"“until” ({until}) lies before “from” ({starts}).")
    return SeatTerms(
        line, page.name(got.get("who"), "who", "people"), starts, until, read_role(page, got)
    )


def read_role(page: Page, got: Fields) -> str:
    """Read the role of a seat."""
    allowed = (*words.ROLES, *words.ROLE_WORDS)
    role = page.choice(got.get("role"), "role", allowed, "member")
    return words.ROLE_WORDS.get(role, role)


CASE = (
    "team", "teams", "officer", "person", "stage", "sovereign", "juvenile", "exam", "providers",
    "flags",
)  # fmt: skip


def read_case(page: Page, node: Node, key: str) -> CaseTerms:
    """Read one entry under cases."""
    got = page.mapping(node, f"case {key}", CASE)
    teams = (
        *page.listed(got.get("team"), "team", "teams"),
        *page.listed(got.get("teams"), "teams", "teams"),
    )
    return CaseTerms(
        node.line,
        person=page.word(got.get("person"), "person", key),
        teams=tuple(dict.fromkeys(teams)),
        officer=page.name(got.get("officer"), "officer", "people"),
        stage=page.choice(got.get("stage"), "stage", words.STAGES, "supervised"),
        sovereign=page.choice(got.get("sovereign"), "sovereign", words.SOVEREIGNS, "state"),
        juvenile=page.flag(got.get("juvenile"), "juvenile", default=False),
        exam=page.listed(got.get("exam"), "exam", "people"),
        providers=page.listed(got.get("providers"), "providers", "people"),
        flags=page.words(got.get("flags"), "flags"),
    )


def read_victim(page: Page, node: Node, key: str) -> VictimTerms:
    """Read one entry under victims."""
    known = ("case", "organization", "advocate", "born", "guardian", "relation")
    got = page.mapping(node, f"victim {key}", known, needs=("case",))
    guardians = page.parts(got.get("guardian"))
    return VictimTerms(
        node.line,
        case=page.name(got.get("case"), "case", "cases"),
        organization=page.name(got.get("organization"), "organization", "agencies"),
        advocate=page.name(got.get("advocate"), "advocate", "people"),
        born=page.day(got.get("born"), "born"),
        guardians=tuple(_guardian(page, part) for part in guardians),
        relation=page.word(got.get("relation"), "relation"),
    )


def _guardian(page: Page, node: Node) -> Guardian:
    if node.kind == "word":
        return Guardian(node.text)
    got = page.mapping(node, "a guardian", ("name", "who", "abuser"))
    name = page.word(got.get("name"), "name") or page.word(got.get("who"), "who")
    if not name:
        page.wrong(node.line, "a guardian has no “name”. Add it.")
    return Guardian(name, abuser=page.flag(got.get("abuser"), "abuser", default=False))


def read_agreement(page: Page, node: Node, key: str) -> AgreementTerms:
    """Read one entry under agreements."""
    known = ("between", "covers", "starts", "ends")
    got = page.mapping(node, f"agreement {key}", known, needs=("between", "covers"))
    starts = page.edge(got.get("starts"), "starts")
    ends = page.edge(got.get("ends"), "ends", ends=True)
    if starts and ends and ends <= starts:
        page.wrong(got["ends"].line, "“ends” lies before “starts”.")
    return AgreementTerms(
        node.line,
        between=page.listed(got.get("between"), "between", "agencies"),
        covers=tuple(
            page.choice(part, "covers", words.CATEGORIES) for part in page.parts(got.get("covers"))
        ),
        starts=starts,
        ends=ends,
    )


def read_record(page: Page, node: Node, key: str) -> RecordTerms:
    """Read one entry under records."""
    known = ("case", "category", "part", "by", "release", "items", "seal")
    got = page.mapping(node, f"record {key}", known, needs=("case", "category"))
    category = page.choice(got.get("category"), "category", words.CATEGORIES)
    if category in words.NOT_RECORDS:
        page.wrong(
            got["category"].line,
            f"no record is written in the category “{category}”. Ask about it by case instead: "
            f"{{who: …, case: …, category: {category}}}.",
        )
    return RecordTerms(
        node.line,
        case=page.name(got.get("case"), "case", "cases"),
        category=category,
        by=page.name(got.get("by"), "by", "people"),
        part=page.word(got.get("part"), "part"),
        release=page.name(got.get("release"), "release", "releases"),
        items=page.words(got.get("items"), "items"),
        seal=page.flag(got.get("seal"), "seal", default=False),
    )
