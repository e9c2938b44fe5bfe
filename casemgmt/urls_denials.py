"""Addresses of emergency access, conflicts of interest, seals and stages; part of the case file's
names."""

from django.urls import path

from casemgmt.views import conflict, emergency, glass, head, seal

CASE = "cases/<uuid:case_id>/"
urlpatterns = [
    path("emergency/", emergency.Emergency.as_view(), name="emergency"),
    path("emergency/open/", emergency.EmergencyOpen.as_view(), name="emergency_open"),
    path(
        "emergency/<uuid:glass_id>/close/",
        emergency.EmergencyClose.as_view(),
        name="emergency_close",
    ),
    path("broken-glasses/", glass.GlassList.as_view(), name="glass_list"),
    path("broken-glasses/<uuid:glass_id>/", glass.GlassDetail.as_view(), name="glass_detail"),
    path(f"{CASE}conflict/", conflict.ConflictDeclare.as_view(), name="conflict_declare"),
    path("conflicts/", conflict.ConflictList.as_view(), name="conflict_list"),
    path("conflicts/add/", conflict.ConflictAdd.as_view(), name="conflict_add"),
    path("conflicts/declared/", conflict.ConflictDeclared.as_view(), name="conflict_declared"),
    path("conflicts/<int:conflict_id>/end/", conflict.ConflictEnd.as_view(), name="conflict_end"),
    path(f"{CASE}seal/", seal.CaseSeal.as_view(), name="case_seal"),
    path("seals/", seal.SealList.as_view(), name="seal_list"),
    path("seals/<slug:kind>/<uuid:subject_id>/lift/", seal.SealLift.as_view(), name="seal_lift"),
    path(f"{CASE}stage/", head.CaseStage.as_view(), name="case_stage"),
]
