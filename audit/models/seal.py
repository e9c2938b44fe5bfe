"""Leaf, Node, Head and Key: the sealed tree over the ledger. Append-only, written by the sealer."""

from django.db import models


class Leaf(models.Model):
    """The place of one event in the tree, in the order of sealing, and its hash."""

    index = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    event_at = models.DateTimeField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_leaf"

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Node(models.Model):
    """The root of a perfect subtree of 256, 65,536... leaves: keeps a proof cheap at any size."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_node"

    def __str__(self) -> str:
        return f"node {self.level}/{self.number}"


class Head(models.Model):
    """A signed head: size and root of the tree at a moment, chained to the one before it.

    `note` is what was signed. By `peaks`, `horizon` and `cluster` the next step goes on without
    reading back.
    """

    id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    complete = models.DateTimeField()
    previous = models.BinaryField()
    key_id = models.TextField()
    note = models.TextField()
    peaks = models.BinaryField()
    horizon = models.TextField()  # xid8
    cluster = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"head of {self.size}"


class Key(models.Model):
    """A public key that signed heads; pages show it, verification takes its keys from outside."""

    id = models.TextField(primary_key=True)
    line = models.TextField()
    since = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_key"

    def __str__(self) -> str:
        return self.line
