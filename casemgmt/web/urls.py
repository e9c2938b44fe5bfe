"""Addresses of the shell's own pages."""

from django.urls import path

from casemgmt.web import styleguide, views

app_name = "web"
urlpatterns = [
    path("notice/", views.Notice.as_view(), name="notice"),
    path("still-here/", views.StillHere.as_view(), name="still-here"),
    path("styleguide/", styleguide.Styleguide.as_view(), name="styleguide"),
]
