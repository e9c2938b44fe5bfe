"""Querysets that refuse to run until someone says who is looking."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import models

_open_for: ContextVar[str | None] = ContextVar("unscoped_reason", default=None)


class UnscopedQuery(RuntimeError):
    """A case-file query ran without .visible_to(viewer) or .unscoped(reason)."""


@contextmanager
def unscoped_queries(reason: str) -> Iterator[None]:
    """Let Django's own checks (uniqueness, fixtures) query freely. Services only."""
    token = _open_for.set(reason)
    try:
        yield
    finally:
        _open_for.reset(token)


class ScopedQuerySet(models.QuerySet):
    """Sealed until .visible_to() or .unscoped(); filtering stays free, running does not."""

    _opened = False

    def visible_to(self, viewer: Any) -> "ScopedQuerySet":
        """Rows this viewer may know exist."""
        opened = self.filter(self.model.visibility(viewer))  # type: ignore[attr-defined]  # of ScopedModel
        opened._opened = True
        return opened

    def unscoped(self, *, reason: str) -> "ScopedQuerySet":
        """All rows. For services and jobs; the reason is required and greppable."""
        if not reason:
            raise ValueError("unscoped() needs a reason")
        opened = self._chain()  # type: ignore[attr-defined]  # Django's own, not in the stubs
        opened._opened = True
        return opened

    def _check_open(self) -> None:
        if not self._opened and _open_for.get() is None:
            raise UnscopedQuery(f"{self.model.__name__}: call .visible_to(viewer) first")

    def _clone(self):
        clone = super()._clone()  # type: ignore[misc]
        clone._opened = self._opened
        return clone

    def none(self) -> Self:
        empty = super().none()
        empty._opened = True
        return empty

    def __repr__(self):
        if not self._opened:
            return f"<sealed {self.model.__name__} queryset>"
        return super().__repr__()

    def _fetch_all(self):
        self._check_open()
        return super()._fetch_all()

    def _merge_sanity_check(self, other: "ScopedQuerySet") -> None:
        self._check_open()
        other._check_open()
        return super()._merge_sanity_check(other)  # type: ignore[misc]

    def _combinator_query(
        self, combinator: str, *others: "ScopedQuerySet", all: bool = False
    ) -> Self:
        checked: tuple[ScopedQuerySet, ...] = (self, *others)
        for qs in checked:
            qs._check_open()
        return super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]


def _guard(name: str) -> Callable[..., Any]:
    def method(self: ScopedQuerySet, *args: Any, **kwargs: Any) -> Any:
        self._check_open()
        return getattr(super(ScopedQuerySet, self), name)(*args, **kwargs)

    method.__name__ = name
    return method


for _name in (
    "iterator",
    "aiterator",
    "count",
    "exists",
    "aggregate",
    "update",
    "delete",
    "explain",
    "raw",
):
    setattr(ScopedQuerySet, _name, _guard(_name))

ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class ScopedModel(models.Model):
    """Base of every row that belongs to a case, a person or a victim."""

    objects = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, viewer: Any) -> models.Q:
        raise NotImplementedError(f"{cls.__name__} must say who may see it")

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Django's check asks the default manager, which is sealed; it never shows rows."""
        with unscoped_queries("unique check"):
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        with unscoped_queries("constraint check"):
            super().validate_constraints(exclude)
