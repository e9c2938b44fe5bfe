"""Addresses of duties of one's own: mandated reports and warnings."""

from django.urls import path

from casemgmt.views import mandated_report, threat_warning

CASE = "cases/<uuid:case_id>/"
urlpatterns = [
    path("duties/", mandated_report.ReportList.as_view(), name="report_list"),
    path(f"{CASE}report-a-child/", mandated_report.ReportAdd.as_view(), name="report_add"),
    path("duties/reports/<uuid:report_id>/", mandated_report.ReportDetail.as_view(), name="report"),
    path(f"{CASE}warn/", threat_warning.WarningAdd.as_view(), name="warning_add"),
    path(
        "duties/warnings/<uuid:warning_id>/",
        threat_warning.WarningDetail.as_view(),
        name="warning",
    ),
]
