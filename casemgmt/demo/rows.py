"""Rows waiting to be written, each kind in one statement, parents before children."""

from typing import Any

from django.db.models import Model

from casemgmt.models import (
    Assessment,
    Case,
    CaseEvent,
    CaseGroupGrant,
    CaseReview,
    CaseUserGrant,
    Condition,
    Contact,
    Decision,
    Entry,
    ExamReferral,
    ExamResult,
    Person,
    Release,
    SpokenDisclosure,
    Step,
    TreatmentSummary,
    Wording,
)
from teams.models import AgendaItem, Attendance, Meeting, Minutes
from victims.models import Answer, NoContactTerm, Perspective, Question, Statement, SystemRecord

ORDER = (
    Person,
    Case,
    CaseGroupGrant,
    CaseUserGrant,
    Meeting,
    Attendance,
    AgendaItem,
    Minutes,
    Condition,
    Wording,
    CaseEvent,
    Contact,
    Assessment,
    TreatmentSummary,
    Release,
    SpokenDisclosure,
    Entry,
    ExamReferral,
    ExamResult,
    CaseReview,
    Decision,
    Step,
    SystemRecord,
    NoContactTerm,
    Statement,
    Perspective,
    Question,
    Answer,
)
FULL = 8000
BATCH = 1000


class Rows:
    """Collects rows and writes them by the thousand; written cases stay known by number."""

    def __init__(self) -> None:
        self.waiting: dict[type[Model], list[Any]] = {model: [] for model in ORDER}
        self.count = 0

    def add(self, *rows: Model) -> None:
        """Take rows to be written later."""
        for row in rows:
            self.waiting[type(row)].append(row)
        self.count += len(rows)

    def write_when_full(self) -> None:
        """Write when enough is waiting."""
        if self.count >= FULL:
            self.write()

    def write(self) -> None:
        """Write everything that waits, parents first."""
        for model in ORDER:
            if self.waiting[model]:
                _write(model, self.waiting[model])
                self.waiting[model] = []
        self.count = 0


def _write(model: type[Any], rows: list[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)
