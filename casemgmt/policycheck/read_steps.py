"""Reads the steps of a scenario: the clock, acts, refusals, questions, lists."""

from collections.abc import Callable

from casemgmt.policycheck import words
from casemgmt.policycheck.nodes import Node
from casemgmt.policycheck.page import Fields, Page
from casemgmt.policycheck.read_acts import read_act
from casemgmt.policycheck.world import Act, Ask, Listing, Move, RecordTerms, Step

STEPS = ("at", "do", "refused", "ask", "list")
EXPECTED = ("expect", "authority", "because", "existence")


def read_step(page: Page, node: Node, records: dict[str, RecordTerms]) -> Step | None:
    """Read one step; None where it is none."""
    if node.kind != "mapping":
        page.wrong(node.line, f"a step is one of {', '.join(STEPS)}, not {node.shape}")
        return None
    kinds = [key for key in STEPS if key in node.pairs]
    if len(kinds) != 1:
        told = "two steps in one: " + " and ".join(kinds) if kinds else "no step"
        unknown = next((key for key in node.pairs if key not in EXPECTED), "")
        line = node.keys.get(unknown, node.line)
        also = f" “{unknown}” is not known." if unknown and not kinds else ""
        page.wrong(line, f"this is {told}.{also} A step is one of {', '.join(STEPS)}.")
        return None
    return READERS[kinds[0]](page, node, records)


def _move(page: Page, node: Node, records: dict[str, RecordTerms]) -> Move | None:
    got = page.mapping(node, "at", ("at",), needs=("at",))
    to = page.moment(got.get("at"), "at")
    return Move(node.line, to) if to else None


def _do(page: Page, node: Node, records: dict[str, RecordTerms]) -> Act | None:
    got = page.mapping(node, "do", ("do",), needs=("do",))
    return read_act(page, got["do"]) if "do" in got else None


def _refused(page: Page, node: Node, records: dict[str, RecordTerms]) -> Act | None:
    got = page.mapping(node, "refused", ("refused", "because"), needs=("refused",))
    if "refused" not in got:
        return None
    inner = page.mapping(got["refused"], "refused", ("do", "because"), needs=("do",))
    because = page.choice(got.get("because") or inner.get("because"), "because", words.BECAUSE)
    act = read_act(page, inner["do"]) if "do" in inner else None
    return act and Act(act.line, act.name, act.terms, refused=True, because=because)


def _ask(page: Page, node: Node, records: dict[str, RecordTerms]) -> Ask | None:
    got = page.mapping(node, "ask", ("ask", *EXPECTED), needs=("ask", "expect"))
    known = ("who", "record", "case", "category", "action", "purpose")
    asked = page.mapping(got.get("ask", node), "ask", known, needs=("who",)) if "ask" in got else {}
    expect = page.choice(got.get("expect"), "expect", words.ANSWERS)
    case, category = _subject(page, node, asked, records)
    if expect == "allow" and "because" in got:
        page.wrong(got["because"].line, "“because” says why it is denied; this expects allow.")
    if expect == "deny" and "authority" in got:
        page.wrong(got["authority"].line, "“authority” says why it is allowed; this expects deny.")
    return Ask(
        node.line,
        who=page.name(asked.get("who"), "who", "people"),
        case=case,
        category=category,
        expect=expect == "allow",
        record=page.word(asked.get("record"), "record"),
        action=page.choice(asked.get("action"), "action", words.ACTIONS, "view"),
        purpose=page.word(asked.get("purpose"), "purpose"),
        authority=page.choice(got.get("authority"), "authority", words.AUTHORITIES),
        because=page.choice(got.get("because"), "because", words.BECAUSE),
        existence=page.choice(got.get("existence"), "existence", words.EXISTENCE),
    )


def _subject(
    page: Page, node: Node, asked: Fields, records: dict[str, RecordTerms]
) -> tuple[str, str]:
    """Return the case and the category that a question is about."""
    case = page.name(asked.get("case"), "case", "cases")
    category = page.choice(asked.get("category"), "category", words.CATEGORIES)
    name = page.name(asked.get("record"), "record", "records")
    record = records.get(name)
    if asked and not name and not case:
        page.wrong(node.line, "a question names a “record”, or a “case” and a “category”.")
    if record is None:
        return case, category or "identity"
    for key, said, own in (("case", case, record.case), ("category", category, record.category)):
        if said and said != own:
            page.wrong(asked[key].line, f"record “{name}” is of {key} {own}, not {said}.")
    return record.case, record.category


def _list(page: Page, node: Node, records: dict[str, RecordTerms]) -> Listing | None:
    got = page.mapping(node, "list", ("list", "expect"), needs=("list",))
    if "expect" not in node.pairs:
        page.wrong(node.line, "list has no “expect”. Add it; [] for nothing.")
    if "list" not in got:
        return None
    known = ("who", "cases", "case", "category")
    asked = page.mapping(got["list"], "list", known, needs=("who",))
    who = page.name(asked.get("who"), "who", "people")
    if "cases" in asked:
        if not page.flag(asked["cases"], "cases", default=True) or len(asked) > 2:
            page.wrong(node.line, "a list of cases is {who: NAME, cases: true}.")
        expect = page.listed(got.get("expect"), "expect", "cases")
        return Listing(node.line, who, frozenset(expect))
    if not {"case", "category"} <= set(asked):
        page.wrong(node.line, "a list is {who, cases: true} or {who, case, category}.")
    return Listing(
        node.line,
        who,
        frozenset(page.listed(got.get("expect"), "expect", "records")),
        case=page.name(asked.get("case"), "case", "cases"),
        category=page.choice(asked.get("category"), "category", words.CATEGORIES),
    )


READERS: dict[str, Callable[[Page, Node, dict[str, RecordTerms]], Step | None]] = {
    "at": _move, "do": _do, "refused": _refused, "ask": _ask, "list": _list,
}  # fmt: skip
