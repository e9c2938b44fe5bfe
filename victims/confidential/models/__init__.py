"""Tables of the advocate's confidential record; they live in the advocacy database only."""

from victims.confidential.models.act import Act
from victims.confidential.models.child_report import ChildReport, ChildReportStep
from victims.confidential.models.client import Client, EarlierDetails, VictimKey
from victims.confidential.models.demand import Demand, DemandStep, Hold, OrderItem, Package
from victims.confidential.models.destruction import Destruction
from victims.confidential.models.document import Document, DocumentChunk
from victims.confidential.models.event import AdvocacyEvent, Kind, Outcome
from victims.confidential.models.information import InformationRequest, InformationTold
from victims.confidential.models.note import Note
from victims.confidential.models.notice import NoticeStep, NoticeTask
from victims.confidential.models.own_request import OwnRequest
from victims.confidential.models.practice import Practice
from victims.confidential.models.program import ProgramPerson
from victims.confidential.models.released import Released
from victims.confidential.models.secret import OrganizationSecret
from victims.confidential.models.sheet import Sheet

__all__ = [
    "Act",
    "AdvocacyEvent",
    "ChildReport",
    "ChildReportStep",
    "Client",
    "Demand",
    "DemandStep",
    "Destruction",
    "Document",
    "DocumentChunk",
    "EarlierDetails",
    "Hold",
    "InformationRequest",
    "InformationTold",
    "Kind",
    "Note",
    "NoticeStep",
    "NoticeTask",
    "OrderItem",
    "OrganizationSecret",
    "Outcome",
    "OwnRequest",
    "Package",
    "Practice",
    "ProgramPerson",
    "Released",
    "Sheet",
    "VictimKey",
]
