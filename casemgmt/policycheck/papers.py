"""Papers of a scenario: who signs in what capacity, who files them, and the rows that follow."""

from datetime import datetime

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, CaseUserGrant, Release
from casemgmt.policy.papers import GateTerms
from casemgmt.policy.people import Discipline
from casemgmt.policy.signing import GUARDIAN, MINOR, SELF, Signer, majority
from casemgmt.policycheck.build import FAR, LONG_AGO, Stage, permission, someone
from casemgmt.policycheck.nodes import Wrong
from casemgmt.policycheck.roles import OWNERS, SERVING, acting, tried
from casemgmt.policycheck.world import ReleaseTerms, VictimTerms
from casemgmt.services.release import record_release
from teams.models import Agency, User

ITSELF = "self"


def file_papers(stage: Stage) -> None:
    """File the papers of the world as received. Raises Wrong for one that cannot be filed."""
    for key, terms in stage.world.releases.items():
        stage.releases[key] = [
            _file(stage, key, terms, stage.cases[name]) for name in stage.world.case_of(terms)
        ]


def _file(stage: Stage, key: str, terms: ReleaseTerms, case: Case) -> Release:
    try:
        return sign(stage, terms, case, keep_incomplete=True)
    except RuleBroken as error:
        raise Wrong(
            terms.line, f"release {key} is no paper that anyone can file. {error}"
        ) from None
    except (NotAllowed, NotVisible):
        raise Wrong(terms.line, f"release {key}: nobody of its agency can file it.") from None


def sign(
    stage: Stage, terms: ReleaseTerms, case: Case, *, keep_incomplete: bool = False
) -> Release:
    """Record a paper through the service of the wizard, as someone of the agency that shares."""
    with acting(OWNERS):
        source = source_of(stage, terms, case)
        recorder = recorder_of(stage, terms, case, source)
        gate = _gate(stage, terms, case, source)
    with acting(SERVING), tried():
        viewer = stage.viewer_of(recorder)
        return record_release(viewer, case.pk, terms=gate, keep_incomplete=keep_incomplete)


def source_of(stage: Stage, terms: ReleaseTerms, case: Case) -> Agency:
    """Return whose records a paper opens: the agency that it names, the victim's organization, or
    the agency that keeps the case."""
    if terms.source:
        return stage.agencies[terms.source]
    victim = stage.world.victims.get(terms.of)
    if victim and victim.organization:
        return stage.agencies[victim.organization]
    return case.agency


def recorder_of(stage: Stage, terms: ReleaseTerms, case: Case, source: Agency) -> User:
    """Return who records a paper on a case: someone of the agency that shares, whom the file need
    not name, with a standing of his own."""
    if terms.kind == Release.Kind.COURT_ORDER:
        return standing_on(stage, case, case.agency, Discipline.SUPERVISION)
    if terms.kind == Release.Kind.VICTIM_RELEASE:
        return standing_on(stage, case, source, Discipline.COMMUNITY_ADVOCACY)
    return standing_on(stage, case, source, Discipline.TREATMENT)


def standing_on(stage: Stage, case: Case, agency: Agency, discipline: str) -> User:
    """Return someone of an agency whom the file does not name, and let him stand on the case."""
    user = someone(stage, agency, discipline)
    CaseUserGrant.objects.get_or_create(
        user=user, permission=permission("view_case"), content_object=case, kind="grant",
        defaults={"valid_until": clock.now() + FAR, "reason": "files papers"},
    )  # fmt: skip
    return user


def _gate(stage: Stage, terms: ReleaseTerms, case: Case, source: Agency) -> GateTerms:
    victim = stage.world.victims.get(terms.of)
    person = stage.world.cases[stage.case_named(case.pk)].person
    starts = terms.starts or _just_before(terms.ends)
    return GateTerms(
        kind=terms.kind,
        about=terms.of,
        about_victim=victim is not None,
        born=victim.born if victim else None,
        guardians=tuple(_harmless(victim, person)) if victim else (),
        signs_alone=victim is not None and not victim.guardians,
        from_agency_id=source.pk if terms.source or terms.kind != "court_order" else None,
        to_agency_ids=tuple(stage.agencies[name].pk for name in terms.to_agencies),
        to_team=terms.to_team,
        to_user_id=stage.people[terms.to_person].pk if terms.to_person else None,
        to_discipline=terms.to_discipline,
        categories=terms.categories,
        items=terms.items,
        purpose=terms.purpose,
        starts_at=starts,
        ends_at=terms.ends,
        signers=tuple(_signers(terms, victim, person, starts)),
        signed_on=min(clock.today(), starts.date()),
        elements=frozenset(terms.elements) if terms.elements is not None else None,
        revocable_after=terms.revocable_after,
    )


def _just_before(ends: datetime | None) -> datetime:
    """Return when a paper without a beginning begins: now, or before its end where that is over."""
    now = clock.now()
    return now if ends is None or ends > now else ends - LONG_AGO


def _harmless(victim: VictimTerms, person: str) -> list[str]:
    return [one.name for one in victim.guardians if not one.abuser and one.name != person]


def _signers(
    terms: ReleaseTerms, victim: VictimTerms | None, person: str, on: datetime
) -> list[Signer]:
    own = {terms.of, ITSELF}
    minor = victim and victim.born and min(clock.today(), on.date()) < majority(victim.born)
    found = [Signer(name, MINOR if minor else SELF) for name in terms.signed_by if name in own]
    others = [name for name in terms.signed_by if name not in own]
    if victim is None:  # whoever signs beside the person is a witness
        return found or [Signer(name, GUARDIAN) for name in others]
    known = {one.name: one.abuser for one in victim.guardians}
    grown = bool(victim.born) and not minor
    for name in others:
        harmed = name == person or known.get(name, False)
        beside = found and (grown or name not in known) and not minor  # a witness, no signer
        if harmed or not beside:
            found.append(Signer(name, GUARDIAN, is_abuser=harmed))
    return found
