"""Reads the acts of a scenario: what someone does to the world, or must be refused."""

from collections.abc import Callable, Iterable

from casemgmt.policycheck import words
from casemgmt.policycheck.nodes import Node
from casemgmt.policycheck.page import Fields, Page
from casemgmt.policycheck.read_papers import read_signing
from casemgmt.policycheck.read_world import seat_of
from casemgmt.policycheck.world import Act

Terms = dict[str, object]


def read_act(page: Page, node: Node) -> Act | None:
    """Read one act; None where it is none."""
    names = [key for key in node.pairs if key in ACTS]
    if node.kind != "mapping" or len(names) != 1:
        unknown = next((key for key in node.pairs if key not in {*ACTS, "by", "how"}), "")
        said = f" “{unknown}” is none." if unknown else ""
        page.wrong(node.keys.get(unknown, node.line), f"an act is one of {', '.join(ACTS)}.{said}")
        return None
    name = names[0]
    beside = BESIDE.get(name, ())
    got = page.mapping(node, name, (name, *beside), needs=(name,))
    if name not in got:
        return None
    return Act(node.line, name, ACTS[name](page, got[name], got))


def _join(page: Page, node: Node, beside: Fields) -> Terms:
    got = page.mapping(node, "join", ("team", "who", "from", "until", "role"), needs=TEAM_WHO)
    return {
        "team": page.name(got.get("team"), "team", "teams"),
        "seat": seat_of(page, node.line, got),
    }


def _end_membership(page: Page, node: Node, beside: Fields) -> Terms:
    got = page.mapping(node, "end_membership", TEAM_WHO, needs=TEAM_WHO)
    return _names(page, got, team="teams", who="people")


def _grant(page: Page, node: Node, beside: Fields) -> Terms:
    known = ("who", "case", "until", "reason")
    got = page.mapping(node, "grant", known, needs=("who", "case"))
    named = _names(page, got, who="people", case="cases")
    until, reason = page.day(got.get("until"), "until"), page.word(got.get("reason"), "reason")
    return {**named, "until": until, "reason": reason}


def _sign(page: Page, node: Node, beside: Fields) -> Terms:
    return {"paper": read_signing(page, node, beside.get("by"))}


def _revoke(page: Page, node: Node, beside: Fields) -> Terms:
    return {
        "release": page.name(node, "revoke", "releases", "papers signed in the steps"),
        "by": page.name(beside.get("by"), "by", *ANYBODY),
        "how": page.choice(beside.get("how"), "how", words.HOW, "spoken"),
    }


def _conflict(page: Page, node: Node, beside: Fields) -> Terms:
    got = page.mapping(node, "declare_conflict", ("who", "case"), needs=("who", "case"))
    return _names(page, got, who="people", case="cases")


def _designate(page: Page, node: Node, beside: Fields) -> Terms:
    known = ("meeting", "absent", "designee", "cases")
    got = page.mapping(node, "designate", known, needs=("absent", "designee"))
    cases = page.listed(got.get("cases"), "cases", "cases")
    meeting = _meeting(page, got.get("meeting"))
    return {**_names(page, got, absent="people", designee="people"), "cases": cases, **meeting}


def _meeting(page: Page, node: Node | None) -> Terms:
    """Read a meeting: a day, a time, a name, or a mapping of team, at and until."""
    if node is None or node.kind == "word":
        text = node.text if node else ""
        is_day = words.day_of(text) is not None
        starts = page.moment(node, "meeting") if words.moment_of(text) else None
        return {"day": words.day_of(text) if is_day else None, "starts": starts, "team": ""}
    got = page.mapping(node, "meeting", ("name", "team", "at", "date", "on", "from", "until"))
    when = next((got[key] for key in ("at", "date", "on", "from") if key in got), None)
    inner = _meeting(page, when)
    return {
        **inner,
        "team": page.name(got.get("team"), "team", "teams"),
        "closes": page.edge(got.get("until"), "until", ends=True),
    }


def _glass(page: Page, node: Node, beside: Fields) -> Terms:
    got = page.mapping(node, "break_glass", ("who", "case", "reason"), needs=("who", "case"))
    return {
        **_names(page, got, who="people", case="cases"),
        "reason": page.word(got.get("reason"), "reason"),
    }


def _review(page: Page, node: Node, beside: Fields) -> Terms:
    known = ("by", "who", "case")
    got = page.mapping(node, "review_break_glass", known, needs=known)
    return _names(page, got, by="people", who="people", case="cases")


def _seal(page: Page, node: Node, beside: Fields) -> Terms:
    return {"name": page.name(node, "seal", "cases", "records")}


def _stage(page: Page, node: Node, beside: Fields) -> Terms:
    got = page.mapping(node, "set_stage", ("case", "stage"), needs=("case", "stage"))
    stage = page.choice(got.get("stage"), "stage", words.STAGES)
    return {**_names(page, got, case="cases"), "stage": stage}


def _end_agreement(page: Page, node: Node, beside: Fields) -> Terms:
    return {"agreement": page.name(node, "end_agreement", "agreements")}


def _disable(page: Page, node: Node, beside: Fields) -> Terms:
    return {"who": page.name(node, "disable", "people")}


def _names(page: Page, got: Fields, **sections: str) -> Terms:
    return {key: page.name(got.get(key), key, section) for key, section in sections.items()}


TEAM_WHO = ("team", "who")
ANYBODY = ("people", "victims", "people under supervision", "guardians")
ACTS: dict[str, Callable[[Page, Node, Fields], Terms]] = {
    "join": _join, "end_membership": _end_membership, "grant": _grant, "sign": _sign,
    "revoke": _revoke, "declare_conflict": _conflict, "designate": _designate,
    "break_glass": _glass, "review_break_glass": _review, "seal": _seal, "set_stage": _stage,
    "end_agreement": _end_agreement, "disable": _disable,
}  # fmt: skip
BESIDE: dict[str, Iterable[str]] = {"sign": ("by",), "revoke": ("by", "how")}
