"""Addresses of supervisory lines; part of the namespace casemgmt."""

from django.urls import path

from casemgmt.views import line

urlpatterns = [
    path("administration/people/<uuid:key>/line/", line.LineDetail.as_view(), name="line_detail"),
    path(
        "administration/people/<uuid:key>/line/<uuid:unit>/give/",
        line.LineGive.as_view(),
        name="line_give",
    ),
    path(
        "administration/people/<uuid:key>/line/<uuid:unit>/take/",
        line.LineTake.as_view(),
        name="line_take",
    ),
]
