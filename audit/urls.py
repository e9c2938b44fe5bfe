"""Addresses of the ledger."""

from django.urls import path

from audit.views import bundle, event, export, ledger, own_use

app_name = "audit"
urlpatterns = [
    path("ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("ledger/refusals/", ledger.Refusals.as_view(), name="refusals"),
    path("ledger/export/", export.Export.as_view(), name="export"),
    path("ledger/event/<int:event_id>/", event.EventDetail.as_view(), name="event"),
    path("ledger/event/<int:event_id>/proof.json", event.EventProof.as_view(), name="proof"),
    path("ledger/<uuid:request_id>/", ledger.RequestEvents.as_view(), name="request"),
    path("ledger/bundle/", bundle.Bundle.as_view(), name="bundle"),
    path("ledger/bundle/<int:event_id>/", bundle.BundleReady.as_view(), name="bundle_ready"),
    path(
        "ledger/bundle/<int:event_id>/ledger-bundle.zip",
        bundle.BundleFile.as_view(),
        name="bundle_file",
    ),
    path("my-use/", own_use.OwnUse.as_view(), name="own_use"),
]
