"""Person: someone under supervision. The name shows to whoever has standing on one of
the person's cases."""

from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.policy.people import Viewer


class Person(Record):
    """A person under supervision, in the words that the person uses of himself or herself."""

    given_name = models.CharField(max_length=128)
    family_name = models.CharField(max_length=128)
    other_names = models.CharField(max_length=200, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"person {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """People of whom the viewer can see a case."""
        from casemgmt.models.case import Case  # noqa: PLC0415  # Case points at Person

        return Q(pk__in=Case.objects.visible_to(viewer).order_by().values("person_id"))

    @property
    def full_name(self) -> str:
        """Return family name, given name."""
        return f"{self.family_name}, {self.given_name}"
