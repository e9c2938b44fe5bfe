"""Tables of the teams app."""

from teams.models.agency import Agency, Unit
from teams.models.agreement import Agreement
from teams.models.meeting import Addendum, AgendaItem, Attendance, Meeting, Minutes
from teams.models.notice import Notice
from teams.models.reminder import Reminder
from teams.models.team import Membership, Team
from teams.models.token import ApiToken
from teams.models.user import User

__all__ = [
    "Addendum",
    "Agency",
    "AgendaItem",
    "Agreement",
    "ApiToken",
    "Attendance",
    "Meeting",
    "Membership",
    "Minutes",
    "Notice",
    "Reminder",
    "Team",
    "Unit",
    "User",
]
