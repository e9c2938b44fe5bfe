"""Addresses of the ledger."""

from django.urls import path

from audit.views import (
    bundle,
    by,
    event,
    export,
    health,
    home,
    ledger,
    own_use,
    printed,
    saved_search,
    sign_ins,
    unusual,
    weekly_review,
)

app_name = "audit"
urlpatterns = [
    path("ledger/", home.Home.as_view(), name="ledger"),
    path("ledger/search/", ledger.Search.as_view(), name="search"),
    path("ledger/find/", home.Find.as_view(), name="find"),
    path("ledger/person/<uuid:person_key>/", by.ByPerson.as_view(), name="by_person"),
    path("ledger/case/<uuid:case_id>/", by.ByCase.as_view(), name="by_case"),
    path("ledger/victim/<uuid:record_id>/", by.ByVictim.as_view(), name="by_victim"),
    path("ledger/record/", by.ByRecord.as_view(), name="by_record"),
    path("ledger/authority/", by.ByAuthority.as_view(), name="by_authority"),
    path("ledger/refusals/", by.ByRefusal.as_view(), name="by_refusal"),
    path("ledger/unusual/", unusual.Unusual.as_view(), name="unusual"),
    path("ledger/reviews/", weekly_review.WeeklyReviews.as_view(), name="weekly_reviews"),
    path("ledger/reviews/<str:week>/", weekly_review.WeeklyReview.as_view(), name="weekly_review"),
    path(
        "ledger/reviews/<str:week>/sign/",
        weekly_review.WeeklyReviewSign.as_view(),
        name="weekly_review_sign",
    ),
    path("ledger/searches/", saved_search.SavedSearches.as_view(), name="saved_searches"),
    path("ledger/searches/new/", saved_search.SavedSearchNew.as_view(), name="saved_search_new"),
    path(
        "ledger/searches/<uuid:search_id>/",
        saved_search.SavedSearchEdit.as_view(),
        name="saved_search_edit",
    ),
    path(
        "ledger/searches/<uuid:search_id>/delete/",
        saved_search.SavedSearchDelete.as_view(),
        name="saved_search_delete",
    ),
    path("ledger/export/", export.Export.as_view(), name="export"),
    path("ledger/event/<uuid:event_key>/", event.EventDetail.as_view(), name="event"),
    path("ledger/event/<uuid:event_key>/proof.json", event.EventProof.as_view(), name="proof"),
    path("ledger/<uuid:request_id>/", ledger.RequestEvents.as_view(), name="request"),
    path("ledger/bundle/", bundle.Bundle.as_view(), name="bundle"),
    path("ledger/bundle/<uuid:event_key>/", bundle.BundleReady.as_view(), name="bundle_ready"),
    path(
        "ledger/bundle/<uuid:event_key>/ledger-bundle.zip",
        bundle.BundleFile.as_view(),
        name="bundle_file",
    ),
    path("ledger/failed-sign-ins/", sign_ins.FailedSignIns.as_view(), name="failed_sign_ins"),
    path("my-use/printed/", printed.Printed.as_view(), name="printed"),
    path("healthz/ledger", health.ledger_health, name="health"),
    path("my-use/", own_use.OwnUse.as_view(), name="own_use"),
]
