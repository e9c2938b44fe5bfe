"""Reads papers: releases, authorizations, consents and orders, of the world or about to be
signed."""

from dataclasses import replace

from casemgmt.policycheck import words
from casemgmt.policycheck.nodes import Node
from casemgmt.policycheck.page import Fields, Page
from casemgmt.policycheck.world import ReleaseTerms

PAPER = (
    "kind", "of", "from", "to", "categories", "items", "purpose", "starts", "ends", "signed_by",
    "revocable_after", "elements", "case",
)  # fmt: skip
TO = ("agency", "person", "discipline", "team")


def read_release(page: Page, node: Node, key: str) -> ReleaseTerms:
    """Read one entry under releases: a paper that someone holds, complete or not."""
    got = page.mapping(node, f"release {key}", PAPER, needs=("kind", "of", "to", "categories"))
    terms = _terms(page, node.line, got)
    if "to" in got:
        _refuse_unaddressed(page, got["to"].line, terms)
    for part in page.parts(got.get("categories")):
        page.choice(part, "categories", words.CATEGORIES)
    if terms.starts and terms.ends and terms.ends <= terms.starts:
        page.wrong(got["ends"].line, "“ends” lies before “starts”.")
    return terms


def _refuse_unaddressed(page: Page, line: int, terms: ReleaseTerms) -> None:
    if terms.to_team:
        page.wrong(
            line,
            "a paper in force is to exactly one agency, never to a team. Name the agency, or let "
            "someone try to sign it: refused: {do: {sign: …}}.",
        )
    elif len(terms.to_agencies) != 1:
        page.wrong(line, "“to” names exactly one agency: to: {agency: NAME}.")


def read_signing(page: Page, node: Node, by: Node | None) -> ReleaseTerms:
    """Read the paper of an act: what it lacks or names too widely is for the act to refuse."""
    name = ""
    if node.kind == "mapping" and len(node.pairs) == 1 and not set(node.pairs) & {*PAPER, "name"}:
        name, node = next(iter(node.pairs.items()))
    got = page.mapping(node, "sign", (*PAPER, "name"), needs=("kind", "of"))
    name = page.word(got.get("name"), "name", name)
    terms = _terms(page, node.line, got, name=name)
    signers = page.words(by, "by")
    return replace(terms, signed_by=signers) if signers else terms


def _terms(page: Page, line: int, got: Fields, *, name: str = "") -> ReleaseTerms:
    to = _recipient(page, got.get("to"))
    elements = got.get("elements")
    terms = ReleaseTerms(
        line,
        kind=page.choice(got.get("kind"), "kind", words.RELEASE_KINDS),
        of=page.name(got.get("of"), "of", "victims", "people under supervision"),
        source=page.name(got.get("from"), "from", "agencies"),
        **to,  # type: ignore[arg-type]
        categories=page.words(got.get("categories"), "categories"),
        items=page.words(got.get("items"), "items"),
        purpose=page.word(got.get("purpose"), "purpose"),
        starts=page.edge(got.get("starts"), "starts"),
        ends=page.edge(got.get("ends"), "ends", ends=True),
        signed_by=page.words(got.get("signed_by"), "signed_by"),
        revocable_after=page.edge(got.get("revocable_after"), "revocable_after"),
        elements=page.words(elements, "elements") if elements is not None else None,
        case=page.name(got.get("case"), "case", "cases"),
        name=name,
    )
    if terms.kind == "victim_release" and terms.of not in page.names["victims"] and terms.of:
        page.wrong(got["of"].line, f"a victim_release is of a victim, and “{terms.of}” is none.")
    return terms


def _recipient(page: Page, node: Node | None) -> dict[str, object]:
    """Read whom a paper is to: one agency, narrowed to a person or a discipline."""
    if node is None:
        return {}
    if node.kind == "word" and node.text in page.names["teams"]:
        return {"to_team": node.text}
    if node.kind != "mapping":
        return {"to_agencies": page.listed(node, "to", "agencies")}
    got = page.mapping(node, "to", TO)
    return {
        "to_agencies": page.listed(got.get("agency"), "agency", "agencies"),
        "to_person": page.name(got.get("person"), "person", "people"),
        "to_discipline": page.choice(got.get("discipline"), "discipline", words.DISCIPLINES),
        "to_team": page.name(got.get("team"), "team", "teams"),
    }
