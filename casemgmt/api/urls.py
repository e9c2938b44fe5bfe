"""Addresses of the API, under /api/v1/."""

from typing import Any

from django.urls import path

import teams.api.schema  # noqa: F401  # registers how calls are signed in
from audit.api.ledger import LedgerViews
from casemgmt.api.access import AccessViews
from casemgmt.api.case import CaseViews
from casemgmt.api.contact import ContactViews
from casemgmt.api.description import Docs, Schema
from casemgmt.api.me import MeViews
from casemgmt.api.meeting import MeetingViews
from casemgmt.api.person import PersonViews
from casemgmt.api.record import RecordViews

LIST: dict[str, Any] = {"get": "list"}
READ: dict[str, Any] = {"get": "retrieve"}
LIST_AND_MAKE: dict[str, Any] = {**LIST, "post": "create"}

app_name = "api"
urlpatterns = [
    path("me/", MeViews.as_view(READ), name="me"),
    path("cases/", CaseViews.as_view(LIST), name="case_list"),
    path("cases/<uuid:case_id>/", CaseViews.as_view(READ), name="case_detail"),
    path("cases/<uuid:case_id>/access/", AccessViews.as_view(READ), name="case_access"),
    path(
        "cases/<uuid:case_id>/contacts/",
        ContactViews.as_view(LIST_AND_MAKE),
        name="contact_list",
    ),
    path(
        "cases/<uuid:case_id>/contacts/<uuid:contact_id>/",
        ContactViews.as_view(READ),
        name="contact_detail",
    ),
    path("cases/<uuid:case_id>/records/", RecordViews.as_view(LIST), name="record_list"),
    path("people/", PersonViews.as_view(LIST), name="person_list"),
    path("people/<uuid:person_id>/", PersonViews.as_view(READ), name="person_detail"),
    path("meetings/", MeetingViews.as_view(LIST), name="meeting_list"),
    path("meetings/<uuid:meeting_id>/", MeetingViews.as_view(READ), name="meeting_detail"),
    path("ledger/", LedgerViews.as_view(LIST), name="ledger_list"),
    path("ledger/<uuid:event_key>/", LedgerViews.as_view(READ), name="ledger_detail"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
]
