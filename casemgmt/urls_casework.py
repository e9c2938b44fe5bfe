"""Addresses of the forms of casework; part of the case file's names."""

from django.urls import path

from casemgmt.views import assessment, case_event, entry, head, plan, polygraph, treatment

CASE = "cases/<uuid:case_id>/"
urlpatterns = [
    path("cases/open/", head.CaseOpen.as_view(), name="case_open"),
    path(f"{CASE}officer/", head.CaseHandOver.as_view(), name="case_hand_over"),
    path(f"{CASE}close/", head.CaseClose.as_view(), name="case_close"),
    path(f"{CASE}reopen/", head.CaseReopen.as_view(), name="case_reopen"),
    path(f"{CASE}conditions/add/", plan.ConditionAdd.as_view(), name="condition_add"),
    path(
        f"{CASE}conditions/<uuid:condition_id>/end/",
        plan.ConditionEnd.as_view(),
        name="condition_end",
    ),
    path(f"{CASE}events/add/", case_event.CaseEventAdd.as_view(), name="case_event_add"),
    path(f"{CASE}assessments/add/", assessment.AssessmentAdd.as_view(), name="assessment_add"),
    path(f"{CASE}referrals/add/", polygraph.ReferralAdd.as_view(), name="referral_add"),
    path(
        f"{CASE}referrals/<uuid:referral_id>/result/",
        polygraph.ResultAdd.as_view(),
        name="result_add",
    ),
    path(f"{CASE}summaries/add/", treatment.SummaryAdd.as_view(), name="summary_add"),
    path(f"{CASE}entries/add/", entry.EntryAdd.as_view(), name="entry_add"),
]
