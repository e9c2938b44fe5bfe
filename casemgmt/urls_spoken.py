"""Addresses of what was told by voice or on paper; part of the case file's names."""

from django.urls import path

from casemgmt.views import spoken, spoken_review

TOLD = "cases/<uuid:case_id>/told/"
urlpatterns = [
    path(TOLD, spoken.SpokenList.as_view(), name="spoken_list"),
    path(f"{TOLD}add/", spoken.SpokenAdd.as_view(), name="spoken_add"),
    path(f"{TOLD}<uuid:spoken_id>/", spoken.SpokenDetail.as_view(), name="spoken_detail"),
    path("told/", spoken_review.SpokenReviews.as_view(), name="spoken_reviews"),
    path(
        "told/<uuid:spoken_id>/", spoken_review.SpokenReviewDetail.as_view(), name="spoken_review"
    ),
]
