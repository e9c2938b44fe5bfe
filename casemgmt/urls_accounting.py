"""Addresses of accountings of disclosures; part of the case file's names."""

from django.urls import path

from casemgmt.views import accounting, suspension

ONE = "<uuid:accounting_id>/"
urlpatterns = [
    path("", accounting.AccountingList.as_view(), name="accounting_list"),
    path("add/", accounting.AccountingAdd.as_view(), name="accounting_add"),
    path(ONE, accounting.AccountingDetail.as_view(), name="accounting_detail"),
    *(
        path(
            f"{ONE}{step}/",
            accounting.AccountingStepAdd.as_view(),
            {"step": step},
            name=f"accounting_{step}",
        )
        for step in accounting.STEPS
    ),
    path(f"{ONE}<uuid:copy_id>/", accounting.AccountingFile.as_view(), name="accounting_file"),
    path("suspensions/add/", suspension.SuspensionAdd.as_view(), name="suspension_add"),
    path(
        "suspensions/<uuid:suspension_id>/",
        suspension.SuspensionDetail.as_view(),
        name="suspension_detail",
    ),
]
