"""Does the acts of a scenario through the services of the screens, each as someone who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import AgencyUserGrant, BrokenGlass, Case, Release
from casemgmt.policy.people import Discipline, Office
from casemgmt.policycheck.build import Stage, permission, someone
from casemgmt.policycheck.meetings import meeting_of
from casemgmt.policycheck.papers import sign, standing_on
from casemgmt.policycheck.roles import OWNERS, SERVING, acting, tried
from casemgmt.policycheck.world import Act, ReleaseTerms, SeatTerms
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.release_rights import may_revoke
from casemgmt.services.broken_glass import break_glass, review_broken_glass
from casemgmt.services.case import close_case, reopen_case, set_stage
from casemgmt.services.conflict import declare_conflict, set_conflict
from casemgmt.services.designation import designate
from casemgmt.services.grant import grant_standing
from casemgmt.services.release import revoke_release
from casemgmt.services.seal import seal_case, seal_record
from teams.models import Membership, User
from teams.services.agreement import end_agreement
from teams.services.membership import Terms, add_membership, end_membership
from teams.services.person import disable_person

REASON = "policy scenario"
GRANT_DAYS = REVIEW_DAYS = 30
Doer = Callable[[Stage, dict[str, Any]], None]


class Refused(Exception):
    """The act was refused by a rule; `because` says which, where it has a word."""

    def __init__(self, because: str, words: str):
        super().__init__(words)
        self.because = because
        self.words = words


def do(stage: Stage, act: Act) -> None:
    """Do one act. Raises Refused where a rule refuses it."""
    try:
        DOERS[act.name](stage, act.terms)
    except RuleBroken as error:
        raise Refused(error.because, str(error)) from error
    except NotAllowed as error:
        because = getattr(error.decision, "because", "")
        raise Refused(because, getattr(error.decision, "reason_text", "")) from error
    except NotVisible as error:
        raise Refused(error.because or "no_standing", "Nothing here for this person.") from error


def _by(stage: Stage, user: User, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call a service as a user, as the serving role; a refusal leaves nothing behind."""
    with acting(SERVING), tried():
        return service(stage.viewer_of(user, mfa=_mfa(stage, user)), *args, **kwargs)


def _mfa(stage: Stage, user: User) -> bool:
    name = next((key for key, one in stage.people.items() if one.pk == user.pk), "")
    return stage.world.people[name].mfa if name else True


def _administrator(stage: Stage) -> User:
    """Return whoever keeps accounts and teams; the file need not name him."""
    with acting(OWNERS):
        agency = next(iter(stage.agencies.values()))
        return someone(stage, agency, Discipline.POLICY, Office.ADMINISTRATOR)


def _keeper(stage: Stage, case: Case) -> User:
    """Return a supervisor in whose line the case is; the file need not name her."""
    with acting(OWNERS):
        user = someone(stage, case.agency, Discipline.SUPERVISION, Office.SUPERVISOR)
        AgencyUserGrant.objects.get_or_create(
            user=user, permission=permission("supervise_agency", "teams"),
            content_object=case.agency,
        )  # fmt: skip
        return user


def _join(stage: Stage, terms: dict[str, Any]) -> None:
    seat: SeatTerms = terms["seat"]
    # Days that have passed stay as they were: whoever joins later than said joins today.
    starts = max(seat.starts or clock.today(), clock.today())
    if seat.until and seat.until < starts:
        starts = seat.starts or seat.until
    words = Terms(role=seat.role, starts=starts, until=seat.until)
    team, person = stage.teams[terms["team"]], stage.people[seat.who]
    admin = _administrator(stage)
    _by(stage, admin, add_membership, team.key, person.key, terms=words, reason=REASON)


def _end_membership(stage: Stage, terms: dict[str, Any]) -> None:
    team, person = stage.teams[terms["team"]], stage.people[terms["who"]]
    with acting(OWNERS):
        seats = Membership.objects.filter(team=team, user=person).order_by("-starts")
        today = clock.today()
        held = [s for s in seats if s.until is None or s.until >= today] or list(seats)
    if not held:
        raise RuleBroken("This person has no seat on this team.", because="no_standing")
    last_day = today - timedelta(days=1)
    admin = _administrator(stage)
    _by(stage, admin, end_membership, held[0].key, last_day=last_day, reason=REASON)


def _grant(stage: Stage, terms: dict[str, Any]) -> None:
    case, person = stage.cases[terms["case"]], stage.people[terms["who"]]
    until = terms["until"] or clock.today() + timedelta(days=GRANT_DAYS)
    _by(
        stage, _keeper(stage, case), grant_standing, case.pk,
        person_key=person.key, until=until, reason=terms["reason"] or REASON,
    )  # fmt: skip


def _sign(stage: Stage, terms: dict[str, Any]) -> None:
    paper: ReleaseTerms = terms["paper"]
    rows = [sign(stage, paper, stage.cases[name]) for name in stage.world.case_of(paper)]
    if paper.name:
        stage.releases[paper.name] = rows


def _revoke(stage: Stage, terms: dict[str, Any]) -> None:
    name = terms["release"]
    if name not in stage.releases:
        raise RuleBroken(f"{name} was not signed.", because="gate_missing")
    for row in stage.releases[name]:
        with acting(OWNERS):
            by = _taker(stage, row, terms["by"])
        _by(stage, by, revoke_release, row.case_id, row.pk, how=terms["how"], by=terms["by"])


def _taker(stage: Stage, row: Release, name: str) -> User:
    """Return who records that a paper was taken back: the one who is named where that is someone
    who signs in, else someone of the agency that shares."""
    case = next(case for case in stage.cases.values() if case.pk == row.case_id)
    if name in stage.people:
        viewer = stage.viewer(name)
        facts = facts_for(viewer, [case])[str(case.pk)]
        if row.from_agency_id != viewer.agency_id or may_revoke(viewer, facts, row):
            return stage.people[name]
    if row.kind == Release.Kind.COURT_ORDER:
        return standing_on(stage, case, case.agency, Discipline.SUPERVISION)
    victim = row.kind == Release.Kind.VICTIM_RELEASE
    discipline = Discipline.COMMUNITY_ADVOCACY if victim else Discipline.TREATMENT
    return standing_on(stage, case, row.from_agency, discipline)


def _declare_conflict(stage: Stage, terms: dict[str, Any]) -> None:
    who, case = stage.people[terms["who"]], stage.cases[terms["case"]]
    try:
        _by(stage, who, declare_conflict, case.pk, reason=REASON)
    except NotVisible:  # who cannot open the case tells the own agency, which puts it on record
        with acting(OWNERS):
            agency = stage.agency_of(who)
            officer = someone(stage, agency, Discipline.POLICY, Office.PRIVACY_OFFICER)
        _by(stage, officer, set_conflict, case.pk, person_key=who.key, reason=REASON)


def _designate(stage: Stage, terms: dict[str, Any]) -> None:
    absent, designee = stage.people[terms["absent"]], stage.people[terms["designee"]]
    with acting(OWNERS):
        meeting = meeting_of(stage, terms, absent)
    held = [stage.cases[name].pk for name in terms["cases"] or stage.cases]
    _by(
        stage, absent, designate, meeting.pk,
        absent_key=absent.key, designee_key=designee.key, case_ids=held,
    )  # fmt: skip


def _break_glass(stage: Stage, terms: dict[str, Any]) -> None:
    who, case = stage.people[terms["who"]], stage.cases[terms["case"]]
    _by(stage, who, break_glass, case.pk, reason=terms["reason"])


def _review(stage: Stage, terms: dict[str, Any]) -> None:
    who, case = stage.people[terms["who"]], stage.cases[terms["case"]]
    with acting(OWNERS):
        rows = BrokenGlass.objects.visible_to(stage.viewer(terms["who"]))
        found = rows.filter(user=who, case=case).order_by("-opened_at").first()
    if found is None:
        raise RuleBroken(f"{terms['who']} broke no glass on this case.", because="no_standing")
    reviewer = stage.people[terms["by"]]
    finding = BrokenGlass.Finding.JUSTIFIED
    _by(stage, reviewer, review_broken_glass, found.pk, finding=finding, note=REASON)


def _seal(stage: Stage, terms: dict[str, Any]) -> None:
    if terms["name"] in stage.cases:
        case = stage.cases[terms["name"]]
        _by(stage, _keeper(stage, case), seal_case, case.pk, order=REASON)
        return
    row: Any = stage.records[terms["name"]]
    case = next(case for case in stage.cases.values() if case.pk == row.case_id)
    kind = row._meta.model_name
    _by(stage, _keeper(stage, case), seal_record, case.pk, kind, row.pk, order=REASON)


def _set_stage(stage: Stage, terms: dict[str, Any]) -> None:
    case, wanted = stage.cases[terms["case"]], terms["stage"]
    keeper = _keeper(stage, case)
    with acting(OWNERS):
        case.refresh_from_db()
    if wanted == Case.Stage.CLOSED:
        _by(stage, keeper, close_case, case.pk, closed_on=clock.today(), reason=REASON)
    elif case.stage == Case.Stage.CLOSED:
        review = clock.today() + timedelta(days=REVIEW_DAYS)
        _by(
            stage, keeper, reopen_case, case.pk, stage=wanted, next_review=review, reason=REASON
        )  # fmt: skip
    else:
        _by(stage, keeper, set_stage, case.pk, stage=wanted, reason=REASON)


def _end_agreement(stage: Stage, terms: dict[str, Any]) -> None:
    agreement = stage.agreements[terms["agreement"]]
    _by(stage, _administrator(stage), end_agreement, agreement.key, reason=REASON)


def _disable(stage: Stage, terms: dict[str, Any]) -> None:
    person = stage.people[terms["who"]]
    _by(stage, _administrator(stage), disable_person, person.key, reason=REASON)


DOERS: dict[str, Doer] = {
    "join": _join, "end_membership": _end_membership, "grant": _grant, "sign": _sign,
    "revoke": _revoke, "declare_conflict": _declare_conflict, "designate": _designate,
    "break_glass": _break_glass, "review_break_glass": _review, "seal": _seal,
    "set_stage": _set_stage, "end_agreement": _end_agreement, "disable": _disable,
}  # fmt: skip
