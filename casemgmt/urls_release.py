"""Addresses of releases, authorizations, consents and orders; part of the case file's names."""

from django.urls import path

from casemgmt.views import release, release_wizard

RELEASES = "cases/<uuid:case_id>/releases/"
ONE = f"{RELEASES}<uuid:release_id>/"
urlpatterns = [
    path("releases/ending/", release.ReleaseEnding.as_view(), name="release_ending"),
    path(RELEASES, release.ReleaseList.as_view(), name="release_list"),
    path(f"{RELEASES}add/", release_wizard.ReleaseStep.as_view(), name="release_add"),
    path(
        f"{RELEASES}add/discard/", release_wizard.ReleaseDiscard.as_view(), name="release_discard"
    ),
    path(f"{RELEASES}add/<slug:step>/", release_wizard.ReleaseStep.as_view(), name="release_step"),
    path(ONE, release.ReleaseDetail.as_view(), name="release_detail"),
    path(f"{ONE}revoke/", release.ReleaseRevoke.as_view(), name="release_revoke"),
    path(f"{ONE}papers/<uuid:paper_id>/", release.PaperDownload.as_view(), name="paper_download"),
]
