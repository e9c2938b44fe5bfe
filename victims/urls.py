"""Addresses of the victim's side.

What a case's page and a meeting load, and the advocate's workspace.
"""

from django.urls import include, path

from victims.views import demand, panel, perspective, question, system_record

app_name = "victims"
urlpatterns = [
    path("cases/<uuid:case_id>/victim/", panel.Panel.as_view(), name="panel"),
    path("cases/<uuid:case_id>/input/", panel.Input.as_view(), name="input"),
    path(
        "cases/<uuid:case_id>/input/add/",
        perspective.PerspectiveGive.as_view(),
        name="perspective_give",
    ),
    path("questions/", question.QuestionList.as_view(), name="question_list"),
    path(
        "cases/<uuid:case_id>/questions/",
        question.CaseQuestions.as_view(),
        name="case_questions",
    ),
    path(
        "cases/<uuid:case_id>/questions/ask/",
        question.QuestionAsk.as_view(),
        name="question_ask",
    ),
    path(
        "questions/<uuid:question_id>/answer/",
        question.QuestionAnswer.as_view(),
        name="question_answer",
    ),
    path(
        "cases/<uuid:case_id>/victim/records/add/",
        system_record.SystemRecordAdd.as_view(),
        name="system_record_add",
    ),
    path(
        "cases/<uuid:case_id>/victim/no-contact/add/",
        system_record.NoContactTermAdd.as_view(),
        name="no_contact_add",
    ),
    path(
        "cases/<uuid:case_id>/victim/demands/",
        demand.LegalDemandList.as_view(),
        name="legal_demands",
    ),
    path("victims/", include("victims.confidential.urls")),
]
