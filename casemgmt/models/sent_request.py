"""SentRequest: the key of an API request that was done, so that sending it again does nothing
twice."""

import uuid

from django.conf import settings
from django.db import models

from casemgmt.core import clock


class SentRequest(models.Model):
    """One person's key on one route; digests and the id of what was made, no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=200)
    key_digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    made_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "route", "key_digest"], name="sent_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"sent request {self.pk}"
