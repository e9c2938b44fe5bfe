"""Questions of the victims' side to the team: of a case, those that wait, asking, answering."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.selectors.case import access_case, show_number
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import render_part
from victims.forms.question import AnswerForm, QuestionForm
from victims.selectors.question import (
    access_question,
    questions_part,
    show_question,
    waiting_questions,
)
from victims.selectors.voice import may_speak, speak_on
from victims.services.question import answer_question, ask_question, require_answerer


class CaseQuestions(GuardedView):
    """The questions of one case with the team's answers."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show them."""
        case, facts = access_case(request.viewer, case_id)
        context = {
            "part": questions_part(request.viewer, case, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
            "may_ask": may_speak(request.viewer, facts),
        }
        return render(request, "victims/question/case.html", context)


class QuestionList(GuardedView):
    """The questions that wait on the viewer's cases."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them, as a page or as a part of one's work."""
        context = {"questions": waiting_questions(request.viewer)}
        return render_part(
            request, "victims/question/list.html", "victims/question/_waiting.html", context
        )


class QuestionAsk(GuardedView):
    """A question for victims in general; community advocates ask from their own workspace, where
    the names that their organization keeps are compared too."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        if request.viewer.is_advocate:
            speak_on(request.viewer, case_id, "question")
            return HttpResponseRedirect(reverse("victims:question_add", args=[case_id]))
        return self._page(request, case_id, QuestionForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Ask, or say what to take out with everything typed still there."""
        if request.viewer.is_advocate:  # the names that her organization keeps are compared there
            return self.get(request, case_id)
        form = QuestionForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                ask_question(request.viewer, case_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                messages.success(request, "Asked. Who answers for the team is told.")
                return HttpResponseRedirect(reverse("victims:case_questions", args=[case_id]))
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: QuestionForm, status: int = 200
    ) -> HttpResponse:
        case, facts = speak_on(request.viewer, case_id, "question")
        number = show_number(request.viewer, case, facts)
        context = {"form": form, "case_id": case_id, "case_number": number}
        return render(request, "victims/question/ask.html", context, status=status)


class QuestionAnswer(GuardedView):
    """The team's answer."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, question_id: UUID) -> HttpResponse:
        """Show the question and the form."""
        return self._page(request, question_id, AnswerForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, question_id: UUID) -> HttpResponse:
        """Answer, or say what to mend with everything typed still there."""
        question, facts = access_question(request.viewer, question_id)
        require_answerer(request.viewer, question.case, facts)
        form = AnswerForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                answer_question(request.viewer, question_id, words=form.words())
            except RuleBroken as error:
                form.reject(error, "text")
            else:
                messages.success(request, "Answered. Who asked is told that there is an answer.")
                address = reverse("victims:case_questions", args=[question.case_id])
                return HttpResponseRedirect(address)
        return self._page(request, question_id, form, status=422)

    def _page(
        self, request: ViewerRequest, question_id: UUID, form: AnswerForm, status: int = 200
    ) -> HttpResponse:
        question, facts = access_question(request.viewer, question_id)
        require_answerer(request.viewer, question.case, facts)
        context = {
            "form": form,
            "question": show_question(request.viewer, question_id),
            "case_id": question.case_id,
            "case_number": show_number(request.viewer, question.case, facts),
        }
        return render(request, "victims/question/answer.html", context, status=status)
