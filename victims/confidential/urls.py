"""Addresses of the advocate's side; those that reach the team carry a case, never a victim."""

from django.urls import path

from victims.confidential.views import (
    child_report,
    clarification,
    client,
    conflict,
    demand,
    destruction,
    document,
    information,
    input,
    ledger,
    measure,
    note,
    notice,
    own_request,
    practice,
    question,
    release,
    released,
    sheet,
    workspace,
)

urlpatterns = [
    path("", workspace.Workspace.as_view(), name="workspace"),
    path("search/", workspace.Search.as_view(), name="search"),
    path("ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("ledger/file/", ledger.LedgerFile.as_view(), name="ledger_file"),
    path("cases/<uuid:case_id>/", workspace.AdvocateCase.as_view(), name="advocate_case"),
    path("cases/<uuid:case_id>/victims/add/", client.ClientAdd.as_view(), name="client_add"),
    path(
        "cases/<uuid:case_id>/perspective/add/",
        input.PerspectiveAdd.as_view(),
        name="perspective_add",
    ),
    path(
        "cases/<uuid:case_id>/conflict-check/",
        conflict.ConflictCheck.as_view(),
        name="conflict_check",
    ),
    path(
        "cases/<uuid:case_id>/conflict-check/step-back/",
        conflict.ConflictStepBack.as_view(),
        name="conflict_step_back",
    ),
    path("programs/", conflict.ProgramNames.as_view(), name="program_names"),
    path(
        "cases/<uuid:case_id>/questions/add/",
        question.QuestionAdd.as_view(),
        name="question_add",
    ),
    path("cases/<uuid:case_id>/release/add/", release.ReleaseAdd.as_view(), name="release_add"),
    path(
        "releases/<uuid:release_id>/withdraw/",
        release.ReleaseWithdraw.as_view(),
        name="release_withdraw",
    ),
    path("people/<uuid:client_id>/", client.ClientDetail.as_view(), name="client"),
    path(
        "people/<uuid:client_id>/take-over/",
        client.ClientTakeOver.as_view(),
        name="client_take_over",
    ),
    path("people/<uuid:client_id>/correct/", client.ClientCorrect.as_view(), name="client_correct"),
    path("people/<uuid:client_id>/earlier/", client.ClientEarlier.as_view(), name="client_earlier"),
    path(
        "people/<uuid:client_id>/released/", client.ClientReleased.as_view(), name="client_released"
    ),
    path(
        "people/<uuid:client_id>/clarification/",
        clarification.ClientLadder.as_view(),
        name="client_ladder",
    ),
    path(
        "people/<uuid:client_id>/clarification/<uuid:clarification_id>/stop/",
        clarification.ClientStepStop.as_view(),
        name="client_step_stop",
    ),
    path(
        "people/<uuid:client_id>/releases/<uuid:released_id>/",
        released.ReleasedDetail.as_view(),
        name="released",
    ),
    path(
        "people/<uuid:client_id>/releases/<uuid:released_id>/copy/<slug:slug>/",
        released.ReleasedCopy.as_view(),
        name="released_copy",
    ),
    path(
        "people/<uuid:client_id>/releases/<uuid:released_id>/copy/<slug:slug>/pdf/",
        released.ReleasedPaper.as_view(),
        name="released_paper",
    ),
    path(
        "people/<uuid:client_id>/releases/<uuid:released_id>/acts/<slug:slug>/add/",
        released.ActAdd.as_view(),
        name="act_add",
    ),
    path(
        "people/<uuid:client_id>/acts/<slug:slug>/add/",
        released.ClientActAdd.as_view(),
        name="client_act_add",
    ),
    path("practice/", practice.PracticeEdit.as_view(), name="practice"),
    path(
        "people/<uuid:client_id>/sheets/<slug:slug>/",
        sheet.SheetList.as_view(),
        name="sheet_list",
    ),
    path(
        "people/<uuid:client_id>/sheets/<slug:slug>/add/",
        sheet.SheetAdd.as_view(),
        name="sheet_add",
    ),
    path(
        "cases/<uuid:case_id>/information/", information.Information.as_view(), name="information"
    ),
    path("people/<uuid:client_id>/notices/", notice.NoticeList.as_view(), name="notice_list"),
    path(
        "people/<uuid:client_id>/notices/<uuid:notice_id>/",
        notice.Notice.as_view(),
        name="notice",
    ),
    path("people/<uuid:client_id>/asked/", information.AskedList.as_view(), name="asked_list"),
    path("people/<uuid:client_id>/asked/add/", information.AskedAdd.as_view(), name="asked_add"),
    path(
        "people/<uuid:client_id>/asked/<uuid:asked_id>/", information.Asked.as_view(), name="asked"
    ),
    path("people/<uuid:client_id>/files/", document.DocumentList.as_view(), name="document_list"),
    path(
        "people/<uuid:client_id>/files/<uuid:document_id>/",
        document.DocumentDetail.as_view(),
        name="document",
    ),
    path(
        "people/<uuid:client_id>/destroy/",
        destruction.DestructionAsk.as_view(),
        name="destruction_ask",
    ),
    path("destroyed/", destruction.DestructionList.as_view(), name="destruction_list"),
    path(
        "destroyed/<uuid:destruction_id>/",
        destruction.DestructionDetail.as_view(),
        name="destruction",
    ),
    path(
        "people/<uuid:client_id>/report-a-child/",
        child_report.ChildReportAdd.as_view(),
        name="child_report_add",
    ),
    path(
        "reports/<uuid:report_id>/", child_report.ChildReportDetail.as_view(), name="child_report"
    ),
    path(
        "people/<uuid:client_id>/own-requests/",
        own_request.OwnRequests.as_view(),
        name="own_requests",
    ),
    path(
        "people/<uuid:client_id>/own-requests/<uuid:request_id>/copy/",
        own_request.OwnCopy.as_view(),
        name="own_copy",
    ),
    path("measures/", measure.Measures.as_view(), name="measures"),
    path("demands/", demand.DemandList.as_view(), name="demand_list"),
    path("demands/add/", demand.DemandAdd.as_view(), name="demand_add"),
    path("demands/<uuid:demand_id>/", demand.DemandDetail.as_view(), name="demand"),
    path(
        "demands/<uuid:demand_id>/people/<uuid:client_id>/<int:place>/",
        demand.DemandItem.as_view(),
        name="demand_item",
    ),
    path(
        "demands/<uuid:demand_id>/people/<uuid:client_id>/package/",
        demand.PackageAdd.as_view(),
        name="package_add",
    ),
    path(
        "demands/<uuid:demand_id>/packages/<uuid:package_id>/",
        demand.PackageDetail.as_view(),
        name="package",
    ),
    path("people/<uuid:client_id>/notes/", note.NoteList.as_view(), name="note_list"),
    path("people/<uuid:client_id>/notes/add/", note.NoteAdd.as_view(), name="note_add"),
    path(
        "people/<uuid:client_id>/notes/<uuid:note_id>/correct/",
        note.NoteCorrect.as_view(),
        name="note_correct",
    ),
]
