"""SpokenDisclosure and SpokenReview: what was told by voice or on paper, entered by hand, and what
the privacy officer found. Rows are never changed: a correction is a later row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.models.release import Release
from casemgmt.policy.people import Viewer
from casemgmt.policy.spoken import is_late
from casemgmt.policy.statutes import Statute, statute_of


class SpokenDisclosure(Record):
    """One telling: by whom, to whom, when, in which way, which kinds of information, for what and
    by what authority. The particulars stand here; the ledger's event names none of them."""

    class Way(models.TextChoices):
        PHONE = "phone", "By phone"
        IN_PERSON = "in_person", "In person"
        MEETING = "meeting", "At a meeting"
        HEARING = "hearing", "At a hearing"
        VIDEO = "video", "By video call"
        LETTER = "letter", "By letter"
        PAPER = "paper", "On paper, by hand"
        FAX = "fax", "By fax"

    class Handed(models.TextChoices):
        WITH_IT = "with_it", "Yes, with it"
        READ = "read", "The notice was read out, the copy follows"
        NOT_YET = "not_yet", "Not yet"

    class FollowUp(models.TextChoices):
        NONE = "", "None"
        NO_AUTHORITY = "no_authority", "No authority on record"
        EMERGENCY = "emergency", "Medical emergency"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    teller = models.ForeignKey("teams.User", on_delete=models.PROTECT, related_name="+")
    owner_agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices)
    told_at = models.DateTimeField()
    to_user = models.ForeignKey(
        "teams.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_agency = models.ForeignKey(
        "teams.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_name = models.CharField(max_length=120, blank=True)
    to_organization = models.CharField(max_length=160, blank=True)
    to_address = models.CharField(max_length=240, blank=True)
    to_phone = models.CharField(max_length=30, blank=True)
    categories = ArrayField(models.CharField(max_length=24))
    description = models.TextField(max_length=500)
    purpose = models.CharField(max_length=200)
    # The authority as it was judged when this was entered; what it did not cover is in `uncovered`.
    authority = models.CharField(max_length=24, blank=True)
    authority_ref = models.CharField(max_length=80, blank=True)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statute = models.CharField(max_length=24, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    uncovered = models.JSONField(default=dict, blank=True)  # by category: why
    follow_up = models.CharField(max_length=12, choices=FollowUp.choices, blank=True)
    notice = models.TextField(blank=True)  # as it had to go with it (42 CFR 2.32)
    handed = models.CharField(max_length=10, choices=Handed.choices, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    correction = models.CharField("what was wrong before", max_length=300, blank=True)

    class Meta:
        ordering = ["-told_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(categories=[]), name="spoken_names_categories"),
        ]
        indexes = [
            models.Index(fields=["case", "-told_at"], name="spoken_case"),
            models.Index(
                fields=["owner_agency", "-created_at"],
                name="spoken_follow_up",
                condition=~Q(follow_up=""),
            ),
        ]

    def __str__(self) -> str:
        return f"spoken disclosure {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Tellings of the viewer's agency or to it, on cases where the viewer stands; those of the
        agency to its privacy officers and auditors, as far as the walls show them."""
        if viewer.reads_ledger:
            return Q(owner_agency_id=viewer.agency_id)
        ours = Q(owner_agency_id=viewer.agency_id) | Q(to_agency_id=viewer.agency_id)
        mine = ours | Q(teller_id=viewer.user_id)
        return mine & Q(case__in=Case.objects.visible_to(viewer).order_by().values("pk"))

    @property
    def law(self) -> Statute | None:
        """Return the law that it went by."""
        return statute_of(self.statute)

    @property
    def was_late(self) -> bool:
        """Whether it was entered more than a day after it was told."""
        return is_late(self.told_at, self.created_at)

    @property
    def recipient(self) -> str:
        """Return who was told, by name and organization."""
        known = self.to_user.name if self.to_user else self.to_name
        agency = self.to_agency.name if self.to_agency else self.to_organization
        return ", ".join(part for part in (known, agency) if part)

    @property
    def address(self) -> str:
        """Return where the recipient is reached, as far as known."""
        agency = self.to_agency
        place = self.to_address or (agency.address if agency else "")
        phone = self.to_phone or (agency.phone if agency else "")
        return ", ".join(part for part in (place, phone) if part)


class SpokenReview(Record):
    """What the privacy officer found of a telling that no authority covered, or of an emergency."""

    class Finding(models.TextChoices):
        IN_ORDER = "in_order", "In order"
        TO_CORRECT = "to_correct", "The entry has to be corrected"
        BREACH = "breach", "To be assessed as a breach"

    spoken = models.OneToOneField(SpokenDisclosure, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("teams.User", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=12, choices=Finding.choices)
    note = models.TextField(max_length=1000)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"review of a telling {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Those of the viewer's agency, to its privacy officers and auditors."""
        return Q(agency_id=viewer.agency_id) if viewer.reads_ledger else Q(pk__in=[])
