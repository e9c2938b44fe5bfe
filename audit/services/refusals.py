"""Keeps what a service refuses on the ledger: the act is undone, the refusal stays."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from audit.services.record import record_refusal
from casemgmt.core.errors import RuleBroken

P = ParamSpec("P")
R = TypeVar("R")


def keeps_refusals(
    kind: str, *, of_case: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run an act of (viewer, subject, ...) whole or not at all; what breaks a rule is recorded.

    The subject is the second argument, a case where `of_case` says so.
    """

    def dress(act: Callable[P, R]) -> Callable[P, R]:
        @wraps(act)
        def kept(*args: P.args, **named: P.kwargs) -> R:
            try:
                with transaction.atomic():
                    return act(*args, **named)
            except RuleBroken as error:
                _keep(args, error, kind, of_case=of_case)
                raise

        return kept

    return dress


def _keep(args: tuple[Any, ...], error: RuleBroken, kind: str, *, of_case: bool) -> None:
    viewer, subject = args[0], str(args[1]) if len(args) > 1 else ""
    record_refusal(
        viewer, kind=kind, subject_id="" if of_case else subject,
        case_id=subject if of_case else None, because=error.because or "rule_broken",
    )  # fmt: skip
