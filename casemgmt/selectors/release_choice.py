"""What a paper on a case can sensibly say: kinds, parties and categories, for the steps of the
form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from casemgmt.models import Case, Release
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.papers import JUSTICE_KINDS, OPENS
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.selectors.release_rights import SIGNED, kinds_for
from teams.models import Agency, User
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.memberships import members_of

Kind = Release.Kind
PART2 = (Kind.PART2_CONSENT, Kind.PART2_JUSTICE_CONSENT)
# Whose records these are (B.12): nobody shares what another agency keeps.
KEPT_BY: dict[str, tuple[Category, ...]] = {
    "supervision": (
        Category.SUPERVISION, Category.CRIMINAL_HISTORY, Category.RISK, Category.POLYGRAPH_REFERRAL,
        Category.VICTIM_SYSTEM,
    ),
    "treatment": (
        Category.TREATMENT_SUMMARY, Category.TREATMENT_CLINICAL, Category.SUD_TREATMENT,
        Category.SEXUAL_HISTORY, Category.PSYCHOTHERAPY_NOTES,
    ),
    "polygraph": (Category.POLYGRAPH_RESULT, Category.POLYGRAPH_RAW),
    "prosecution": (Category.CRIMINAL_HISTORY, Category.VICTIM_SYSTEM),
    "law_enforcement": (Category.CRIMINAL_HISTORY, Category.VICTIM_SYSTEM),
    "victim_service": (Category.VICTIM_STATEMENT, Category.VICTIM_ADVOCACY),
    "child_protection": (Category.CHILD_AND_SCHOOL,),
    "school": (Category.CHILD_AND_SCHOOL,),
    "tribal": (Category.TRIBAL,),
}  # fmt: skip
# These always have an authorization or consent of their own, or open to no recipient.
APART = {
    Kind.AUTHORIZATION: {Category.PSYCHOTHERAPY_NOTES},
    Kind.PART2_CONSENT: {Category.SEXUAL_HISTORY},
}
# Who receives nothing of a person's records under any paper (policy/default.yaml).
NEVER_RECEIVE = ("policy", "evaluation", "community")


@dataclass(frozen=True)
class Choices:
    """The case as the steps of the form see it."""

    kinds: tuple[str, ...]
    about: str
    born: date | None
    own: Agency
    at_table: tuple[Agency, ...]
    beside: tuple[Agency, ...]  # courts and defense, who sit at no team's table
    people: tuple[User, ...]
    discipline: str

    def agency(self, key: str) -> Agency | None:
        """Return one of the agencies by its key."""
        return next((one for one in self._known() if str(one.key) == key), None)

    def person(self, key: str) -> User | None:
        """Return one of the people at the table by key."""
        return next((one for one in self.people if str(one.key) == key), None)

    def sources(self, kind: str) -> list[Agency]:
        """Return the agencies that can share under a kind of paper."""
        found = [one for one in self.at_table if self.categories(kind, one)]
        if kind == Kind.COURT_ORDER:
            return found
        if kind in PART2:
            programs = [one for one in found if one.is_part2_program]
            found = programs or found
        if self.discipline != Discipline.SUPERVISION:
            found = [one for one in found if one.pk == self.own.pk]
        return found

    def recipients(self, kind: str, source: Agency) -> list[Agency]:
        """Return the agencies that can receive under a kind of paper from one."""
        courts = kind == Kind.COURT_ORDER
        beside = [one for one in self.beside if courts or one.kind == Agency.Kind.DEFENSE]
        found: Iterable[Agency] = _once([*self.at_table, *beside])
        if kind == Kind.PART2_JUSTICE_CONSENT:
            found = [one for one in found if one.kind in JUSTICE_KINDS]
        found = [one for one in found if one.kind not in NEVER_RECEIVE]
        theirs = [one for one in found if one.pk != source.pk]
        if kind in SIGNED and source.pk != self.own.pk:
            return [one for one in theirs if one.pk == self.own.pk]
        return theirs

    def categories(self, kind: str, source: Agency) -> list[Category]:
        """Return what a kind of paper can open of an agency's records."""
        kept = KEPT_BY.get(source.kind, ())
        apart = APART.get(Kind(kind), set()) if kind in Kind.values else set()
        return [c for c in kept if c in OPENS.get(kind, frozenset()) and c not in apart]

    def people_of(self, agency: Agency | None) -> list[tuple[str, str]]:
        """Return the people of an agency at the table, by key, in words."""
        return [
            (str(one.key), f"{one.name}, {DISCIPLINE_LABELS[Discipline(one.discipline)].lower()}")
            for one in self.people
            if agency is not None and one.agency_id == agency.pk
        ]

    def _known(self) -> list[Agency]:
        return _once([self.own, *self.at_table, *self.beside])


def choices_on(viewer: Viewer, case: Case, facts: CaseFacts) -> Choices:
    """Return what a paper on this case can say, for this viewer."""
    people = [member.user for member in members_of(case.team_id, viewer)]
    people = _once([*people, case.officer])
    agencies = _once([one.agency for one in people if one.agency] + [case.agency])
    own = Agency.objects.get(pk=viewer.agency_id)
    beside = Agency.objects.filter(Q(kind="court") | Q(kind="defense"), closed_on__isnull=True)
    return Choices(
        kinds=tuple(kinds_for(viewer, facts)),
        about=f"{case.person.given_name} {case.person.family_name}".strip(),
        born=case.person.born_on,
        own=own,
        at_table=tuple(sorted(_once([own, *agencies]), key=lambda one: one.name)),
        beside=tuple(beside),
        people=tuple(sorted(people, key=lambda one: one.name)),
        discipline=viewer.discipline,
    )


def _once(rows: list) -> list:
    return list({row.pk: row for row in rows}.values())
