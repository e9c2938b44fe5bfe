"""The one store of standing: guardian's direct foreign-key rows. A team's group holds a case,
a person holds a dated grant or an assignment, a supervisor holds a unit or an agency.
The only file that imports guardian."""

from typing import ClassVar

from django.db import connection, models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm

from casemgmt.models.case import Case

VIEW_CASE = "casemgmt.view_case"
# Who is assigned: whoever supervises such a person stands on the case too.
LINE_KINDS = ("assignment", "provider", "examiner")


class CaseUserGrant(UserObjectPermissionBase):
    """One person's standing on one case: an assignment, or a dated grant with its reason.

    A person can hold several kinds at once; each ends by itself.
    """

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", "Officer of the case"
        PROVIDER = "provider", "Treatment provider of the case"
        EXAMINER = "examiner", "Examiner of an exam"
        GRANT = "grant", "Dated grant"
        DESIGNEE = "designee", "Designee for one meeting"
        BREAK_GLASS = "break_glass", "Broken glass"

    content_object = models.ForeignKey(
        Case, on_delete=models.CASCADE, db_column="case_id", related_name="user_grants"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ASSIGNMENT)
    starts_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Of a designee: the database ends the grant when this meeting closes or is cancelled.
    meeting = models.ForeignKey(
        "teams.Meeting", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Kept by trigger: the list walks this index.
    next_review = models.DateField(null=True, editable=False)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together: ClassVar[list] = []
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["assignment", "provider", "examiner"])
                | models.Q(valid_until__isnull=False),
                name="grant_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="designee") | models.Q(meeting__isnull=True),
                name="grant_for_a_meeting_is_a_designees",
            ),
            models.UniqueConstraint(
                fields=["user", "permission", "content_object", "kind", "meeting"],
                name="user_grant_once_a_kind",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "permission", "next_review", "content_object"],
                name="user_grant_list",
            )
        ]


class CaseGroupGrant(GroupObjectPermissionBase):
    """A team's standing on one case: one row whatever the size of the team."""

    content_object = models.ForeignKey(
        Case, on_delete=models.CASCADE, db_column="case_id", related_name="group_grants"
    )
    next_review = models.DateField(null=True, editable=False)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["group", "permission", "next_review", "content_object"],
                name="group_grant_list",
            )
        ]


class UnitUserGrant(UserObjectPermissionBase):
    """A supervisory line: this person supervises the cases of this unit."""

    content_object = models.ForeignKey(
        "teams.Unit", on_delete=models.CASCADE, db_column="unit_id", related_name="line_grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class AgencyUserGrant(UserObjectPermissionBase):
    """A supervisory line over a whole agency: the holder stands on each case that it keeps."""

    content_object = models.ForeignKey(
        "teams.Agency", on_delete=models.CASCADE, db_column="agency_id", related_name="line_grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class PersonLineGrant(UserObjectPermissionBase):
    """A supervisory line over one person: the holder stands where that person is assigned."""

    content_object = models.ForeignKey(
        "teams.User", on_delete=models.CASCADE, db_column="person_id", related_name="line_grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


def give(permission: str, holder: models.Model, on: models.Model) -> object:
    """Write one guardian row and return it."""
    return assign_perm(permission, holder, on)


def take(permission: str, holder: models.Model, on: models.Model) -> None:
    """Take one guardian row away."""
    remove_perm(permission, holder, on)


def keep_standing(case: Case) -> None:
    """Let standing follow the head: one assignment, its officer's; one row of its team."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_keep_standing(%s)", [str(case.pk)])
