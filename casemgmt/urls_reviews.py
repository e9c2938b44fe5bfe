"""Addresses of meetings with their cases, of decisions and actions, among the case file's."""

from django.urls import path

from casemgmt.views import decision, minutes, review, room, step

urlpatterns = [
    path("meetings/plan/", review.MeetingPlan.as_view(), name="meeting_plan"),
    path("meetings/<uuid:meeting_id>/", review.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<uuid:meeting_id>/agenda/", review.Agenda.as_view(), name="agenda"),
    path("meetings/<uuid:meeting_id>/minutes/", minutes.MinutesDetail.as_view(), name="minutes"),
    path(
        "meetings/<uuid:meeting_id>/minutes/write/",
        minutes.MinutesWrite.as_view(),
        name="minutes_write",
    ),
    path(
        "meetings/<uuid:meeting_id>/minutes/approve/",
        minutes.MinutesApprove.as_view(),
        name="minutes_approve",
    ),
    path(
        "meetings/<uuid:meeting_id>/minutes/addenda/",
        minutes.AddendumAdd.as_view(),
        name="addendum_add",
    ),
    path("reviews/<uuid:review_id>/", review.ReviewDetail.as_view(), name="review_detail"),
    path("reviews/<uuid:review_id>/remove/", review.ReviewRemove.as_view(), name="review_remove"),
    path("reviews/<uuid:review_id>/start/", room.ItemStart.as_view(), name="item_start"),
    path("reviews/<uuid:review_id>/round/", room.RoundHold.as_view(), name="round_hold"),
    path("reviews/<uuid:review_id>/decide/", decision.DecisionAdd.as_view(), name="decision_add"),
    path(
        "decisions/<uuid:decision_id>/correct/",
        decision.DecisionCorrect.as_view(),
        name="decision_correct",
    ),
    path("decisions/<uuid:decision_id>/actions/", step.StepAdd.as_view(), name="step_add"),
    path("steps/", step.StepList.as_view(), name="step_list"),
    path("steps/<uuid:step_id>/done/", step.StepDone.as_view(), name="step_done"),
    path("steps/<uuid:step_id>/take-up/", step.StepTakeUp.as_view(), name="step_take_up"),
]
