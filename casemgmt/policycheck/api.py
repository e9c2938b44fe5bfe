"""A program that calls the API as one person of a scenario, over HTTP inside the process."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.urls import reverse

from casemgmt.core import clock
from casemgmt.models import Case
from casemgmt.policy.categories import Category
from casemgmt.policycheck.build import Stage

OK = 200
BROKEN = 500
FILTERS = ("", Case.Stage.CLOSED)


class ApiFailed(Exception):
    """The API broke down; the message says on which address."""


class ApiClient:
    """Signed in as a person, with the second factor that the person has."""

    def __init__(self, stage: Stage, who: str):
        user = stage.people[who]
        user.refresh_from_db()
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["has_factor"] = stage.world.people[who].mfa
        session["notice_at"] = clock.now().isoformat()
        session.save()
        self.client = Client(raise_request_exception=False)
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    def cases(self) -> tuple[list[str], int]:
        """Return the keys of the cases that the API lists, and how many it says there are."""
        keys: list[str] = []
        total = 0
        for stage in FILTERS:
            address = reverse("api:case_list") + (f"?stage={stage}" if stage else "")
            answers = self._pages(address)
            keys += [row["id"] for answer in answers for row in answer["results"]]
            total += answers[0]["total"] if answers else 0
        return keys, total

    def records(self, case_id: object, category: Category) -> list[str]:
        """Return the keys of the records of a category that the API lists."""
        address = reverse("api:record_list", args=[case_id]) + f"?category={category}"
        return [row["id"] for answer in self._pages(address) for row in answer["results"]]

    def _pages(self, address: str) -> list[dict[str, Any]]:
        """Return all pages of a list; none where it is refused."""
        pages: list[dict[str, Any]] = []
        following: str | None = address
        while following:
            response = self.client.get(following, secure=True)
            if response.status_code >= BROKEN:
                raise ApiFailed(f"The API answers {response.status_code} on a list.")
            if response.status_code != OK:
                return pages
            pages.append(response.json())
            following = pages[-1].get("next")
        return pages
