"""Words for the forms of casework, with what a test does not care about filled in."""

from audit.models import Event
from casemgmt.policy.papers import GateTerms
from casemgmt.policy.signing import Signer
from casemgmt.services.assessment import AssessmentWords
from casemgmt.services.case import CaseWords, PersonWords
from casemgmt.services.entry import EntryWords
from casemgmt.services.plan import ConditionWords
from casemgmt.services.polygraph import ReferralWords, ResultWords
from casemgmt.services.treatment import SummaryWords
from tests import build
from tests.plugins.roles import as_owner


def assessment(**fields) -> AssessmentWords:
    base = {"instrument": "static_99r", "scored_on": build.day(-1), "level": "IVa above average"}
    return AssessmentWords(**base | fields)


def referral(**fields) -> ReferralWords:
    return ReferralWords(**{"kind": "maintenance", "areas": "Devices."} | fields)


def result(**fields) -> ResultWords:
    return ResultWords(**{"result": "not_significant", "examined_on": build.day(-1)} | fields)


def summary(**fields) -> SummaryWords:
    base = {
        "period_from": build.day(-90), "period_until": build.day(-1), "attended": 11, "missed": 1,
        "participation": "active", "summary": "Came and took part.",
    }  # fmt: skip
    return SummaryWords(**base | fields)


def entry(kind: str, **fields) -> EntryWords:
    base = {"title": "Session", "text": "NEW-entry text", "happened_on": build.day(-1)}
    return EntryWords(kind=kind, **base | fields)


def condition(**fields) -> ConditionWords:
    base = {
        "kind": "travel",
        "source": "court",
        "text": "NEW-condition: stays in the county.",
        "starts_on": build.day(-2),
    }
    return ConditionWords(**base | fields)


def authorization(world, **fields) -> GateTerms:
    base = {
        "about": "John Marlow", "from_agency_id": world.agencies["center"].pk,
        "to_agency_ids": (world.agencies["harbor"].pk,), "categories": ("treatment_summary",),
        "purpose": "safety planning", "signers": (Signer("John Marlow", "self"),),
        "signed_on": build.day(-1), "starts_at": build.moment(-0.01), "ends_at": build.moment(30),
    }  # fmt: skip
    return GateTerms(**{"kind": "authorization"} | base | fields)


def head(**fields) -> CaseWords:
    base = {
        "number": "26-0400",
        "stage": "supervised",
        "opened_on": build.day(0),
        "next_review": build.day(28),
    }
    return CaseWords(**base | fields)


def person(**fields) -> PersonWords:
    return PersonWords(**{"given_name": "Nils", "family_name": "Quarry"} | fields)


def stored(model, key):
    with as_owner():
        return model.objects.unscoped(reason="test").get(pk=key)


def last_event(**wanted):
    with as_owner():
        return Event.objects.filter(kind="change", **wanted).latest("id")
