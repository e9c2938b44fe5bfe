"""Paper: the signed form of a release as a file, kept in the database so that its walls
hold it too."""

from django.db import models
from django.db.models import Q

from casemgmt.core.models import Record
from casemgmt.models.release import Release
from casemgmt.policy.people import Viewer


class Paper(Record):
    """One file under one release."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"paper {self.pk}"

    @classmethod
    def visibility(cls, viewer: Viewer) -> Q:
        """Papers of releases that the viewer can know of."""
        return Q(release__in=Release.objects.visible_to(viewer).order_by().values("pk"))
