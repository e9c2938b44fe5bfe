"""Addresses of the case file."""

from django.urls import include, path

from casemgmt.views import case, contact, plan, work

app_name = "casemgmt"
urlpatterns = [
    path("", work.MyWork.as_view(), name="work"),
    path("cases/", case.CaseList.as_view(), name="case_list"),
    path("search/", case.Search.as_view(), name="search"),
    path("cases/<uuid:case_id>/", case.CaseDetail.as_view(), name="case_detail"),
    path("cases/<uuid:case_id>/timeline/", case.CaseTimeline.as_view(), name="case_timeline"),
    path("cases/<uuid:case_id>/contacts/add/", contact.ContactAdd.as_view(), name="contact_add"),
    path(
        "cases/<uuid:case_id>/conditions/<uuid:condition_id>/",
        plan.ConditionDetail.as_view(),
        name="condition_detail",
    ),
    path(
        "cases/<uuid:case_id>/conditions/<uuid:condition_id>/amend/",
        plan.ConditionAmend.as_view(),
        name="condition_amend",
    ),
    path(
        "cases/<uuid:case_id>/sections/<slug:slug>/",
        case.CaseSection.as_view(),
        name="case_section",
    ),
    path("", include("casemgmt.urls_access")),
    path("accountings/", include("casemgmt.urls_accounting")),
    path("", include("casemgmt.urls_casework")),
    path("", include("casemgmt.urls_denials")),
    path("", include("casemgmt.urls_duties")),
    path("", include("casemgmt.urls_line")),
    path("", include("casemgmt.urls_release")),
    path("", include("casemgmt.urls_reviews")),
    path("", include("casemgmt.urls_spoken")),
    path("", include("casemgmt.urls_standing")),
]
