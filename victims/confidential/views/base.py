"""ConfidentialView: the base of every page of the advocate's side.

It alone opens the advocacy database.
"""

import logging
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from casemgmt.policy.purposes import Purpose
from casemgmt.web import errors, rules
from casemgmt.web.base import GuardedView
from casemgmt.web.step_up import ask_again
from victims.confidential.database import here
from victims.confidential.envelope import Unreadable
from victims.confidential.keys import KeyMissing
from victims.confidential.ledger import record_refusal
from victims.confidential.wall import open_for

log = logging.getLogger(__name__)

ROUTE = "victims workspace"
CLOSED = (OperationalError, InterfaceError, KeyMissing, Unreadable, ImproperlyConfigured)
OURS = frozenset(
    {
        "client",
        "note",
        "released",
        "document",
        "destruction",
        "sheet",
        "demand",
        "package",
        "act",
        "information",
        "notice",
        "own request",
        "child report",
    }
)


class Fault(Exception):
    """A mistake of ours on this side: the kind of it, and nothing that it said."""


class ConfidentialView(GuardedView, abstract=True):
    """For advocates only.

    One transaction in the advocacy database around view and rendering, its ledger included.

    What the page writes to the main ledger carries neither its address nor any key of a
    confidential row.
    """

    access = rules.ADVOCATES
    shown_route = ROUTE  # refusals too: of whoever else opens an address of this side

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer inside the organization's wall, or say that its side is out of reach."""
        viewer = request.viewer = unnamed(request.viewer)  # type: ignore[attr-defined]
        request.house = "base_advocacy.html"  # type: ignore[attr-defined]
        try:
            with open_for(viewer):
                response = self._answer(request, *args, **kwargs)
                if response.status_code >= 500:
                    transaction.set_rollback(True, using=here())
                return response
        except CLOSED as error:
            log.error("The advocacy side cannot be opened: %s", type(error).__name__)
            return render(request, "victims/out_of_reach.html", {"because": why(error)}, status=503)

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotVisible as error:
            return self._nothing_here(request, error)
        except tuple(errors.ANSWERS) as error:
            answer = errors.answer(request, error)
            if answer is None:
                raise
            return answer
        except CLOSED:
            raise
        except Exception as error:  # noqa: BLE001  # it is raised again, without its words
            # Where it was stays for whoever mends it; what it says may be of a victim.
            raise Fault(type(error).__name__).with_traceback(error.__traceback__) from None

    def _nothing_here(self, request: HttpRequest, error: NotVisible) -> HttpResponse:
        """Refuse on the organization's own ledger by key, on the main one without."""
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if error.kind not in OURS:
            return errors.answer(request, error)  # type: ignore[return-value]
        record_refusal(
            viewer,
            subject_kind=error.kind,
            subject_id=_key(error.subject_id),
            because="not_visible",
        )
        return errors.not_found(
            request, viewer, because="no_standing", kind="confidential", subject_id="-"
        )


class AskingAgainView(ConfidentialView, abstract=True):
    """What leaves the organization as a file: asks again who is there before it opens anything."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page, or send the person to confirm who is there first."""
        return ask_again(request) or super().dispatch(request, *args, **kwargs)


def unnamed(viewer: Viewer) -> Viewer:
    """Return the viewer with an address that tells nothing.

    The main ledger keeps the address of each page.
    """
    act = replace(viewer.act, route=ROUTE, purpose=Purpose.VICTIM_ADVOCACY)
    return replace(viewer, act=act)


def why(error: Exception) -> str:
    """Say what the advocate can do about it; never what was being opened."""
    if isinstance(error, KeyMissing):
        return (
            "The organization's key is not in place. Ask whoever runs its server to put it there."
        )
    if isinstance(error, ImproperlyConfigured):
        return "The organization's database is not set up as its walls need. Ask whoever runs it."
    if isinstance(error, Unreadable):
        return (
            "A value does not open with the organization's key: it was altered, or the key is "
            "another one. Ask whoever runs the organization's server before anything is written."
        )
    return "The organization's own database does not answer. Try again in a few minutes."


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
