"""Addresses of standing that people give by hand, and of access reviews; among the case file's."""

from django.urls import path

from casemgmt.views import access_review, designation, grant, line

CASE = "cases/<uuid:case_id>/standing/"
LINE = "administration/people/<uuid:key>/line/"
REVIEW = "access-reviews/<uuid:review_key>/"
urlpatterns = [
    path(CASE, grant.StandingList.as_view(), name="standing_list"),
    path(f"{CASE}grants/add/", grant.GrantAdd.as_view(), name="grant_add"),
    path(f"{CASE}grants/<slug:grant_id>/change/", grant.GrantExtend.as_view(), name="grant_extend"),
    path(f"{CASE}grants/<slug:grant_id>/end/", grant.GrantEnd.as_view(), name="grant_end"),
    path(f"{CASE}providers/add/", grant.ProviderAdd.as_view(), name="provider_add"),
    path(f"{CASE}providers/<slug:grant_id>/end/", grant.ProviderEnd.as_view(), name="provider_end"),
    path(
        "meetings/<uuid:meeting_id>/designees/",
        designation.DesigneeName.as_view(),
        name="designee_name",
    ),
    path(
        "designations/<uuid:designation_id>/take-back/",
        designation.DesigneeTakeBack.as_view(),
        name="designee_take_back",
    ),
    path(f"{LINE}agency/give/", line.AgencyLineGive.as_view(), name="agency_line_give"),
    path(f"{LINE}agency/take/", line.AgencyLineTake.as_view(), name="agency_line_take"),
    path(f"{LINE}people/give/", line.PersonLineGive.as_view(), name="person_line_give"),
    path(
        f"{LINE}people/<uuid:user_key>/take/",
        line.PersonLineTake.as_view(),
        name="person_line_take",
    ),
    path("access-reviews/", access_review.ReviewList.as_view(), name="access_review_list"),
    path("access-reviews/report/", access_review.Report.as_view(), name="access_review_report"),
    path(
        "access-reviews/report/export/",
        access_review.ReportExport.as_view(),
        name="access_review_export",
    ),
    path(REVIEW, access_review.ReviewDetail.as_view(), name="access_review_detail"),
    path(
        f"{REVIEW}seats/<uuid:seat_id>/end/",
        access_review.SeatEnd.as_view(),
        name="access_review_end",
    ),
]
