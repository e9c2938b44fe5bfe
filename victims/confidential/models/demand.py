"""Demand and what hangs on it: what an order names, steps, a hold, and what was handed over."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from casemgmt.models.base import of
from casemgmt.policy.categories import Category
from victims.confidential.models.base import Confidential
from victims.confidential.models.client import Client

ADVOCACY = Category.VICTIM_ADVOCACY
WAY_WORDS = (
    "Telephone", "In person", "Letter", "Message by a safe channel",
    "Through someone whom the victim named",
)  # fmt: skip


class Demand(Confidential):
    """A subpoena, order or other demand for the organization's records. Only an order of a court
    or a statute opens anything, and then what it names (B-VAWA-9)."""

    class Kind(models.TextChoices):
        SUBPOENA = "subpoena", "Subpoena"
        COURT_ORDER = "court_order", "Court order"
        STATUTE = "statute", "Demand that names a statute"
        OTHER = "other", "Another demand"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(
        ADVOCACY, "kind", "received_on", "answer_by", "words", "author_name"
    )

    kind = models.CharField(max_length=12, choices=Kind.choices)
    received_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True)
    # Of the case that it is about, where it says one: finds the victims on it.
    case_ref = models.BinaryField(max_length=32)
    # Of the paper that an agency filed, so that it is taken up once.
    source_ref = models.BinaryField(max_length=32)
    words = models.BinaryField()  # who issued it, its number, what it asks for, what it names
    items_named = models.PositiveSmallIntegerField(default=0)
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-received_on", "-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "source_ref"], condition=~Q(source_ref=b""),
                name="demand_taken_up_once",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["agency_id", "-received_on"], name="demand_agency")]

    def __str__(self) -> str:
        return f"demand {self.pk}"

    @property
    def opens(self) -> bool:
        """Whether it opens what it names; a subpoena by itself never does (T46)."""
        return self.kind in (self.Kind.COURT_ORDER, self.Kind.STATUTE)


class OrderItem(Confidential):
    """One record that an order names, by its place in the order; never changed."""

    class What(models.TextChoices):
        DOCUMENT = "document", "File"
        NOTE = "note", "Note"
        SHEET = "sheet", "Sheet"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(ADVOCACY, "what", "item_id")

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=8, choices=What.choices)
    item_id = models.UUIDField()

    class Meta:
        ordering = ["demand", "place"]
        constraints = [
            models.UniqueConstraint(fields=["demand", "place"], name="order_item_once_a_place"),
            models.UniqueConstraint(fields=["demand", "item_id"], name="order_item_once"),
        ]

    def __str__(self) -> str:
        return f"order item {self.pk}"


class DemandStep(Confidential):
    """What was done about a demand; history, never changed."""

    class Kind(models.TextChoices):
        TOLD = "told", "Effort to tell the victim"
        NOT_TOLD = "not_told", "No effort to tell, and why"
        MEASURE = "measure", "Measure for privacy and safety"
        OBJECTED = "objected", "Objected or moved to quash"
        COMPLIED = "complied", "Complied with the order"
        WITHDRAWN = "withdrawn", "The demand was withdrawn or quashed"
        OTHER = "other", "Something else"

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(ADVOCACY, "kind", "happened_on", "words")

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_on = models.DateField()
    words = models.BinaryField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["happened_on", "created_at", "id"]

    def __str__(self) -> str:
        return f"demand step {self.pk}"


class Hold(Confidential):
    """Nothing of a case's victims is destroyed while it stands; set by counsel alone (B-RET-2)."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(ADVOCACY, "set_by_name", "set_at")

    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, related_name="+")
    case_ref = models.BinaryField(max_length=32)
    set_by = models.BigIntegerField()
    set_by_name = models.CharField(max_length=128)
    set_at = models.DateTimeField()
    lifted_by_name = models.CharField(max_length=128, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Package(Confidential):
    """What was handed over under an order: the list, the digest of the sealed file, to whom."""

    FIELD_CATEGORY: ClassVar[dict[str, Category]] = of(ADVOCACY, "contents", "digest", "made_at")

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    contents = models.BinaryField()  # recipient and the list, with the digest of each
    digest = models.CharField("SHA-256 of the sealed file", max_length=64)
    made_at = models.DateTimeField()
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=128)

    class Meta:
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"package {self.pk}"
