"""Document: a file of one victim, encrypted in chunks, so that none is ever whole in memory."""

from typing import ClassVar

from django.db import models

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client


class Document(Confidential):
    """What a file is; its name and kind are encrypted like its content."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        Category.VICTIM_ADVOCACY, "name", "content_type", "digest"
    )

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    name = models.BinaryField()
    content_type = models.BinaryField()
    digest = models.BinaryField()  # SHA-256 of the file, encrypted: a plain one would be guessable
    size = models.PositiveIntegerField("size in bytes")
    chunks = models.PositiveIntegerField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["client", "-created_at"], name="document_client")]

    def __str__(self) -> str:
        return f"document {self.pk}"


class DocumentChunk(Confidential):
    """64 KiB of a file; bound to its document, its place and whether it is the last."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(Category.VICTIM_ADVOCACY, "value")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    value = models.BinaryField()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="chunk_once_a_place")
        ]

    def __str__(self) -> str:
        return f"chunk {self.pk}"
