"""The cast: the same people, teams and cases in every test. Two teams; nobody of the one stands on
the other's cases."""

from dataclasses import dataclass, field
from typing import Any

from casemgmt.models import Case
from casemgmt.policy.people import Viewer
from teams.models import Agency, Team, Unit, User
from teams.selectors.viewers import build_viewer
from tests import build, build_meetings, build_victims

OWN, OTHER = "24-0117", "24-0900"


@dataclass
class World:
    """Everything by name."""

    people: dict[str, User]
    agencies: dict[str, Agency]
    units: dict[str, Unit]
    teams: dict[str, Team]
    case: Case  # of the first team, with something of every kind
    other: Case  # of the second team
    records: dict[str, Any]
    foreign: dict[str, Any]  # the same of the second team's case
    sealed: dict[str, Any] = field(default_factory=dict)  # of the first team, once it is built

    def viewer(self, name: str) -> Viewer:
        """Return this person as a viewer, and open the scope for him in the database."""
        return build_viewer(self.people[name])


def _agencies() -> dict[str, Agency]:
    kinds = {
        "probation": ("Altona Probation", "supervision"), "center": ("Linden Center", "treatment"),
        "birch": ("Birch Counseling", "treatment"), "north": ("True North Polygraph", "polygraph"),
        "attorney": ("Office of the State's Attorney", "prosecution"),
        "harbor": ("Harbor Advocacy", "victim_service"),
        "police": ("Altona Registry Unit", "law_enforcement"),
        "defense": ("Public Defense", "defense"),
        "council": ("Policy Council", "policy"),
    }  # fmt: skip
    return {key: build.make_agency(name, kind) for key, (name, kind) in kinds.items()}


def _people(a: dict[str, Agency], units: dict[str, Unit]) -> dict[str, User]:
    elm, river = units["elm"], units["river"]
    rows = [
        ("ana", "probation", "supervision", {"unit": elm}),
        ("ben", "probation", "supervision", {"unit": river}),
        ("rosa", "probation", "supervision", {"unit": elm, "office": "supervisor"}),
        ("kim", "center", "treatment", {}),
        ("otto", "birch", "treatment", {}),
        ("priya", "north", "polygraph", {}),
        ("lee", "attorney", "prosecution", {}),
        ("maya", "harbor", "community_advocacy", {}),
        ("vic", "attorney", "system_advocacy", {}),
        ("cho", "probation", "supervision", {"unit": elm}),
        ("dora", "defense", "defense", {}),
        ("paul", "police", "law_enforcement", {}),
        ("sam", "probation", "policy", {"office": "administrator"}),
        ("petra", "probation", "policy", {"office": "privacy_officer"}),
        ("alex", "probation", "policy", {"office": "auditor"}),
        ("former", "center", "treatment", {}),
        ("eva", "council", "evaluation", {}),
        ("nina", "center", "treatment", {}),  # of the second team
        ("tess", "harbor", "community_advocacy", {}),  # of the second team
    ]
    return {
        n: build.make_user(n, a[agency], discipline, **more) for n, agency, discipline, more in rows
    }


def _teams(units: dict[str, Unit], p: dict[str, User]) -> dict[str, Team]:
    elm = build.make_team("Elm case team", units["elm"])
    river = build.make_team("River case team", units["river"])
    for name in ("ana", "kim", "otto", "priya", "lee", "maya", "vic", "paul"):
        build.seat(elm, p[name])
    build.seat(elm, p["cho"], role="coordinator")
    build.seat(elm, p["former"], until=build.day(-1))
    for name in ("ben", "nina", "tess"):
        build.seat(river, p[name])
    return {"elm": elm, "river": river}


def _records(case: Case, p: dict[str, User], a: dict[str, Agency]) -> dict[str, Any]:
    referral = build.make_referral(case, p["ana"], p["priya"], areas="MARK-referral areas")
    return {
        "condition": build.make_condition(
            case, p["ana"], "MARK-condition: no contact with minors.", is_exam_subject=True
        ),
        "protective": build.make_condition(
            case, p["ana"], "MARK-protective: no contact with the victim.",
            kind="victim_contact", protects_victim=True,
        ),
        "contact": build.make_contact(case, p["ana"], "MARK-contact note"),
        "assessment": build.make_assessment(case, p["ana"], note="MARK-risk note"),
        "summary": build.make_summary(case, p["kim"], "MARK-summary text"),
        "authorization": build.make_release(
            case, kind="authorization", source=a["center"], to=a["probation"],
            categories=["treatment_summary"], purpose="supervision",
        ),
        "referral": referral,
        "result": build.make_result(case, referral, "MARK-result statements"),
        "clinical": build.make_entry(case, p["kim"], "treatment_clinical", "MARK-clinical text"),
        "psychotherapy": build.make_entry(
            case, p["kim"], "psychotherapy_notes", "MARK-psychotherapy text"
        ),
        "history": build.make_entry(case, p["kim"], "sexual_history", "MARK-sexualhistory text"),
        **_of_the_team(case, p),
        **_of_victims(case, p, a),
        "rapsheet": build.make_entry(case, p["ana"], "criminal_history", "MARK-criminal text"),
    }  # fmt: skip


def _of_the_team(case: Case, p: dict[str, User], mark: str = "MARK") -> dict[str, Any]:
    planner = p["cho"] if mark == "MARK" else p["ben"]
    meeting = build_meetings.make_meeting(case.team, planner)
    review = build_meetings.make_review(meeting, case, planner, f"{mark}-question")
    decision = build_meetings.make_decision(review, planner, f"{mark}-decision text")
    return {
        "meeting": meeting,
        "review": review,
        "decision": decision,
        "step": build_meetings.make_step(decision, planner, case.officer, f"{mark}-step text"),
    }


def _of_victims(case: Case, p: dict[str, User], a: dict[str, Agency]) -> dict[str, Any]:
    release = build.make_release(
        case, kind="victim_release", source=a["harbor"], to=a["probation"],
        categories=["victim_statement"], items=["wishes"],
    )  # fmt: skip
    return {
        "victim_release": release,
        "statement": build_victims.make_statement(case, p["maya"], release, "MARK-statement words"),
        "perspective": build_victims.make_perspective(case, p["maya"], "MARK-perspective words"),
        "question": build_victims.make_question(case, p["maya"], "MARK-question words"),
        "system_record": build_victims.make_system_record(
            case, p["ana"], note="MARK-systemrecord note"
        ),
        "no_contact": build_victims.make_no_contact(case, p["ana"], "MARK-nocontact term"),
    }


def build_world() -> World:
    """Build the cast and two cases."""
    agencies = _agencies()
    units = {
        "elm": build.make_unit(agencies["probation"], "Elm Street Unit"),
        "river": build.make_unit(agencies["probation"], "River Unit"),
    }
    people = _people(agencies, units)
    teams = _teams(units, people)
    build.supervise(people["rosa"], units["elm"])
    case = build.make_case(OWN, team=teams["elm"], officer=people["ana"], person="John Marlow")
    other = build.make_case(
        OTHER, team=teams["river"], officer=people["ben"], person="Foreign Zephyr"
    )
    records = _records(case, people, agencies)
    foreign = {
        "contact": build.make_contact(other, people["ben"], "FOREIGN contact note"),
        "condition": build.make_condition(other, people["ben"], "FOREIGN condition"),
        **_of_the_team(other, people, "FOREIGN"),
    }
    return World(people, agencies, units, teams, case, other, records, foreign)
