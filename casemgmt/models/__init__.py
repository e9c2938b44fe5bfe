"""Tables of the case file."""

from casemgmt.models.access_review import AccessReview, ReviewedSeat
from casemgmt.models.broken_glass import BrokenGlass
from casemgmt.models.case import Case
from casemgmt.models.case_event import CaseEvent
from casemgmt.models.conflict import Conflict
from casemgmt.models.contact import Contact
from casemgmt.models.designation import Designation
from casemgmt.models.entry import Entry
from casemgmt.models.grant import (
    AgencyUserGrant,
    CaseGroupGrant,
    CaseUserGrant,
    PersonLineGrant,
    UnitUserGrant,
)
from casemgmt.models.mandated_report import MandatedReport, ReportStep
from casemgmt.models.paper import Paper
from casemgmt.models.person import Person
from casemgmt.models.plan import Condition, Wording
from casemgmt.models.polygraph import ExamReferral, ExamResult
from casemgmt.models.release import Release
from casemgmt.models.release_draft import ReleaseDraft
from casemgmt.models.review import CaseReview, Decision, Step
from casemgmt.models.risk import Assessment
from casemgmt.models.round import Round
from casemgmt.models.sent_request import SentRequest
from casemgmt.models.signature import Signature
from casemgmt.models.spoken import SpokenDisclosure, SpokenReview
from casemgmt.models.threat_warning import ThreatWarning, WarningEntry
from casemgmt.models.treatment import TreatmentSummary
from casemgmt.models.worksheet import Worksheet

__all__ = [
    "AccessReview",
    "AgencyUserGrant",
    "Assessment",
    "BrokenGlass",
    "Case",
    "CaseEvent",
    "CaseGroupGrant",
    "CaseReview",
    "CaseUserGrant",
    "Condition",
    "Conflict",
    "Contact",
    "Decision",
    "Designation",
    "Entry",
    "ExamReferral",
    "ExamResult",
    "MandatedReport",
    "Paper",
    "Person",
    "PersonLineGrant",
    "Release",
    "ReleaseDraft",
    "ReportStep",
    "ReviewedSeat",
    "Round",
    "SentRequest",
    "Signature",
    "SpokenDisclosure",
    "SpokenReview",
    "Step",
    "ThreatWarning",
    "TreatmentSummary",
    "UnitUserGrant",
    "WarningEntry",
    "Wording",
    "Worksheet",
]
