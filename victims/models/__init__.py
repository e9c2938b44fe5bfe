"""Tables of the victim's side that the team may know."""

from victims.models.clarification import ClarificationStep, Clearance, Readiness
from victims.models.demand import LegalDemand
from victims.models.inquiry import Inquiry
from victims.models.notice_duty import NoticeDuty, NoticeSent
from victims.models.perspective import Perspective
from victims.models.question import Answer, Question
from victims.models.record_request import RecordRequest
from victims.models.statement import Statement
from victims.models.system_record import NoContactTerm, SystemRecord

__all__ = [
    "Answer",
    "ClarificationStep",
    "Clearance",
    "Inquiry",
    "LegalDemand",
    "NoContactTerm",
    "NoticeDuty",
    "NoticeSent",
    "Perspective",
    "Question",
    "Readiness",
    "RecordRequest",
    "Statement",
    "SystemRecord",
]
