"""Confidential: what each row of the advocacy database shares.

It belongs to one victim-service organization.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer


class Confidential(Record):
    """A row of one organization.

    People and agencies of the main database are plain numbers here, never keys to it.
    """

    CATEGORY: ClassVar[Category] = Category.VICTIM_ADVOCACY

    agency_id = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Rows of the viewer's own organization, for its advocates."""
        if not viewer.is_advocate or not viewer.has_caseload or not viewer.active or not viewer.mfa:
            return Q(pk__in=[])
        return Q(agency_id=viewer.agency_id)
