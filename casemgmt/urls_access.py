"""Addresses of explanations; part of the namespace casemgmt."""

from django.urls import path

from casemgmt.views import access

urlpatterns = [
    path("cases/<uuid:case_id>/access/", access.CaseAccess.as_view(), name="case_access"),
    path(
        "cases/<uuid:case_id>/access/people/",
        access.CaseAudience.as_view(),
        name="case_audience",
    ),
    path("access/", access.AccessQuestion.as_view(), name="access_question"),
]
