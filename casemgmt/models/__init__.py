"""Tables of the case file."""

from casemgmt.models.case import Case
from casemgmt.models.conflict import Conflict
from casemgmt.models.contact import Contact
from casemgmt.models.entry import Entry
from casemgmt.models.grant import CaseGroupGrant, CaseUserGrant, UnitUserGrant
from casemgmt.models.person import Person
from casemgmt.models.plan import Condition, Wording
from casemgmt.models.polygraph import ExamReferral, ExamResult
from casemgmt.models.release import Release
from casemgmt.models.review import CaseReview, Decision, Step
from casemgmt.models.risk import Assessment
from casemgmt.models.sent_request import SentRequest
from casemgmt.models.treatment import TreatmentSummary

__all__ = [
    "Assessment",
    "Case",
    "CaseGroupGrant",
    "CaseReview",
    "CaseUserGrant",
    "Condition",
    "Conflict",
    "Contact",
    "Decision",
    "Entry",
    "ExamReferral",
    "ExamResult",
    "Person",
    "Release",
    "SentRequest",
    "Step",
    "TreatmentSummary",
    "UnitUserGrant",
    "Wording",
]
