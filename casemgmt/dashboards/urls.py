"""Addresses of the dashboard."""

from django.urls import path

from casemgmt.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("dashboard/", views.Dashboard.as_view(), name="index"),
    path("dashboard/meetings/", views.Meetings.as_view(), name="meetings"),
    path("dashboard/decisions/", views.Decisions.as_view(), name="decisions"),
    path("dashboard/victims-voice/", views.VictimsVoice.as_view(), name="voice"),
    path("dashboard/<slug:name>.csv", views.Table.as_view(), name="table"),
    path("my-work/input/", views.InputWaited.as_view(), name="input_waited"),
]
