"""User: a person who signs in; agency, discipline and office decide what he may see."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from casemgmt.policy.people import Discipline, Office
from teams.models.agency import Agency, Unit

DISCIPLINE_LABELS = {
    Discipline.SUPERVISION: "Supervision",
    Discipline.TREATMENT: "Treatment",
    Discipline.POLYGRAPH: "Polygraph",
    Discipline.COMMUNITY_ADVOCACY: "Victim advocacy (community)",
    Discipline.SYSTEM_ADVOCACY: "Victim advocacy (system)",
    Discipline.PROSECUTION: "Prosecution",
    Discipline.DEFENSE: "Defense",
    Discipline.COURT: "Court",
    Discipline.LAW_ENFORCEMENT: "Police",
    Discipline.CHILD_PROTECTION: "Child protection",
    Discipline.SCHOOL: "School",
    Discipline.TRIBAL: "Tribal",
    Discipline.FACILITATION: "Group facilitation",
    Discipline.POLICY: "Policy",
    Discipline.EVALUATION: "Evaluation",
}
OFFICE_LABELS = {
    Office.NONE: "None",
    Office.SUPERVISOR: "Supervisor",
    Office.PRIVACY_OFFICER: "Privacy officer",
    Office.AUDITOR: "Auditor",
    Office.ADMINISTRATOR: "Administrator",
    Office.AGENCY_HEAD: "Agency head",
    Office.COUNSEL: "Counsel",
}


class User(AbstractUser):
    """A member of the jurisdiction's teams. Never deleted: the ledger speaks of him for years."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=128)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="people")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    discipline = models.CharField(
        max_length=20,
        choices=[(d.value, label) for d, label in DISCIPLINE_LABELS.items()],
        blank=True,
    )
    office = models.CharField(
        max_length=20,
        choices=[(o.value, label) for o, label in OFFICE_LABELS.items()],
        blank=True,
        default="",
    )
    title = models.CharField("job title", max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    screening_until = models.DateField("criminal-justice screening until", null=True, blank=True)
    approval_until = models.DateField(
        "approval as examiner or provider until", null=True, blank=True
    )

    # Set while an administrator's temporary password waits to be changed;
    # after it the password opens nothing.
    temporary_password_until = models.DateTimeField(null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["name", "email"]

    class Meta(AbstractUser.Meta):
        ordering = ["name"]
        permissions = [("supervise_user", "Supervises the cases of this person")]

    def __str__(self) -> str:
        return self.name
