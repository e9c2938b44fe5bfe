"""Addresses of the victim's side.

What a case's page and a meeting load, and the advocate's workspace.
"""

from django.urls import include, path

from victims.views import (
    accounting,
    areas,
    clarification,
    demand,
    inquiry,
    notice_duty,
    panel,
    perspective,
    question,
    record_request,
    still,
    system_record,
)

app_name = "victims"
urlpatterns = [
    path("accountings/victim/", accounting.AccountingAdd.as_view(), name="accounting_add"),
    path("cases/<uuid:case_id>/victim/", panel.Panel.as_view(), name="panel"),
    path(
        "cases/<uuid:case_id>/victim/still/",
        still.StatementsStill.as_view(),
        name="statements_still",
    ),
    path(
        "cases/<uuid:case_id>/victim/closed/",
        still.StatementsClosed.as_view(),
        name="statements_closed",
    ),
    path("cases/<uuid:case_id>/input/", panel.Input.as_view(), name="input"),
    path(
        "cases/<uuid:case_id>/input/add/",
        perspective.PerspectiveGive.as_view(),
        name="perspective_give",
    ),
    path("cases/<uuid:case_id>/clarification/", clarification.Ladder.as_view(), name="ladder"),
    path(
        "cases/<uuid:case_id>/clarification/ready/",
        clarification.ReadinessSay.as_view(),
        name="readiness_say",
    ),
    path(
        "cases/<uuid:case_id>/clarification/decision/",
        clarification.StepClear.as_view(),
        name="clarification_clear",
    ),
    path(
        "cases/<uuid:case_id>/clarification/order/",
        clarification.CourtAllow.as_view(),
        name="clarification_order",
    ),
    path(
        "clarification/<uuid:clarification_id>/begin/",
        clarification.StepBegin.as_view(),
        name="clarification_begin",
    ),
    path(
        "clarification/<uuid:clarification_id>/done/",
        clarification.StepFinish.as_view(),
        name="clarification_done",
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
    path("cases/<uuid:case_id>/victim/areas.pdf", areas.AreaList.as_view(), name="area_list"),
    path("cases/<uuid:case_id>/permit/", areas.TravelPermit.as_view(), name="travel_permit"),
    path(
        "cases/<uuid:case_id>/victim/notices/",
        notice_duty.NoticeDuties.as_view(),
        name="notice_duties",
    ),
    path(
        "cases/<uuid:case_id>/victim/notices/<uuid:duty_id>/stop/",
        notice_duty.NoticeStop.as_view(),
        name="notice_stop",
    ),
    path(
        "cases/<uuid:case_id>/victim/notices/<uuid:duty_id>/",
        notice_duty.NoticeNote.as_view(),
        name="notice_note",
    ),
    path(
        "cases/<uuid:case_id>/inquiries/<uuid:inquiry_id>/",
        inquiry.InquiryAnswer.as_view(),
        name="inquiry_answer",
    ),
    path("record-requests/", record_request.RecordRequestList.as_view(), name="record_requests"),
    path(
        "record-requests/<uuid:request_id>/",
        record_request.RecordRequestDetail.as_view(),
        name="record_request",
    ),
    path("victims/", include("victims.confidential.urls")),
]
