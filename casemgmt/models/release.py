"""Release: who may share what with whom, for what, until when: the gates of the policy."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from casemgmt.core.models import Record
from casemgmt.models.case import Case
from casemgmt.policy.facts import ReleaseFacts
from casemgmt.policy.people import Viewer


class Release(Record):
    """A victim's release, an authorization, a Part 2 consent or a court order;
    always to one agency, always with an end."""

    class Kind(models.TextChoices):
        VICTIM_RELEASE = "victim_release", "Victim's release"
        AUTHORIZATION = "authorization", "Authorization (45 CFR 164.508)"
        PART2_CONSENT = "part2_consent", "Part 2 consent (42 CFR 2.31)"
        PART2_JUSTICE_CONSENT = "part2_justice_consent", "Criminal-justice consent (42 CFR 2.35)"
        COURT_ORDER = "court_order", "Court order"

    class HowRevoked(models.TextChoices):
        SPOKEN = "spoken", "Spoken"
        WRITTEN = "written", "In writing"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    from_agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("teams.Agency", on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(
        "teams.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_discipline = models.CharField(max_length=20, blank=True)
    categories = ArrayField(models.CharField(max_length=24))
    items = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    purpose = models.CharField(max_length=80)
    about = models.CharField("whose information it is", max_length=160, blank=True)
    signed_by = models.CharField("signed by (in what capacity)", max_length=120)
    signed_on = models.DateField()
    # Required elements that the paper shows, by the names of policy.elements; what it lacks is
    # in `missing`, and while anything is missing it opens nothing.
    elements = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    missing = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ways = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    redisclosure_barred = models.BooleanField("may not be passed on", default=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    # A consent under 42 CFR 2.35 can bind until then; taking it back works from then on.
    revocable_after = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField("who took it back", max_length=120, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_how = models.CharField(max_length=10, choices=HowRevoked.choices, blank=True)

    class Meta:
        ordering = ["-starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="release_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(categories=[]), name="release_names_categories"),
        ]
        indexes = [
            models.Index(
                fields=["case"],
                include=["to_agency", "to_user", "starts_at", "ends_at", "revoked_at"],
                name="release_case",
            )
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Releases from or to the viewer's agency, and what the viewer recorded, on cases where the
        viewer stands."""
        ours = Q(from_agency_id=viewer.agency_id) | Q(to_agency_id=viewer.agency_id)
        ours |= Q(created_by_id=viewer.user_id)
        return ours & Q(case__in=Case.objects.visible_to(viewer).order_by().values("pk"))

    def facts(self) -> ReleaseFacts:
        """Return the release as rules see it."""
        return ReleaseFacts(
            id=str(self.pk), kind=self.kind, categories=frozenset(self.categories),
            to_agency_id=self.to_agency_id, to_user_id=self.to_user_id,
            from_agency_id=None if self.kind == self.Kind.COURT_ORDER else self.from_agency_id,
            to_discipline=self.to_discipline, items=frozenset(self.items), purpose=self.purpose,
            starts=self.starts_at, ends=self.ends_at, complete=not self.missing,
            revoked_at=self.revoked_at, revocable_after=self.revocable_after,
        )  # fmt: skip
