"""Advocates' confidential clients: handed to the advocacy database's own seeder."""

from casemgmt.core.walltime import last_day_of
from casemgmt.demo.names import victim_name
from casemgmt.demo.stage import Draft, Stage, dice_of
from victims.confidential.seed import SeedClient, SeedNote, SeedRelease, seed_confidential

SHARE = 0.15  # of the cases, those whose victim came to the organization
RELATIONS = ("neighbor", "former partner", "cousin", "met through work", "former student")
SAFE = (
    "Weekdays from 10 to 12. Say that you call from the library. Never leave a message.",
    "Text first, with the word maple. No calls in the evening.",
    "Only by e-mail to the address that she gave. No letters to the house.",
)
NOTES = (
    (
        "meeting",
        "First meeting. Went through what an advocate can keep to herself, and what a release is.",
    ),
    (
        "safety_plan",
        "New way to work since a sighting at the bus stop. Plan written on one page.",
    ),
    ("call", "Called about the review date. Wants to be told of moves, not of treatment."),
    ("court", "Went along to the hearing. Sat in the side room; left before the others."),
    ("meeting", "Spoke of telling the team about letters. Will think it over and call."),
)


def seed_clients(stage: Stage, drafts: list[Draft]) -> int:
    """Write the clients of the advocates and return how many there are."""
    chosen = [draft for draft in drafts if draft.number == 0 or _came(draft)]
    return seed_confidential([_client(stage, draft) for draft in chosen])


def _came(draft: Draft) -> bool:
    return dice_of("client", draft.number).random() < SHARE and draft.case.stage == "supervised"


def _client(stage: Stage, draft: Draft) -> SeedClient:
    dice = dice_of("client's words", draft.number)
    given, family = victim_name(dice_of("victim", draft.number, 0))
    count = 3 if draft.number == 0 else dice.randrange(1, 4)
    notes = tuple(
        SeedNote(text=text, kind=kind, happened_on=stage.day(-10 - 24 * at))
        for at, (kind, text) in enumerate(reversed(NOTES[:count]))
    )
    return SeedClient(
        agency_id=stage.agencies["harbor"].pk,
        advocate_id=draft.advocate.pk,
        advocate_name=draft.advocate.name,
        case_id=draft.case.pk,
        case_number=draft.case.number,
        person_name=draft.case.person_name,
        given_name=given,
        family_name=family,
        relation=dice.choice(RELATIONS),
        contact=f"555-03{draft.number % 100:02d}",
        safe_contact=dice.choice(SAFE),
        opened_on=max(draft.begins, stage.day(-400)),
        notes=notes,
        told_of=("hearing", "release", "abscond") if draft.number % 3 == 0 else (),
        release=_release(draft),
    )


def _release(draft: Draft) -> SeedRelease | None:
    """Return the organization's own side of what the victim released."""
    statement = draft.statement
    organization = draft.advocate.agency
    if statement is None or statement.release.revoked_at is not None or organization is None:
        return None
    return SeedRelease(
        release_id=statement.release_id,
        item=statement.item,
        text=statement.text,
        agency=draft.case.agency.name,
        starts_on=statement.given_on,
        ends_on=last_day_of(statement.release.ends_at),
        organization=organization.name,
    )
