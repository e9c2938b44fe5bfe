"""Conditions: a new one, one with its wordings, a new wording, an end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import ChangedMeanwhile, RuleBroken
from casemgmt.forms.plan import AmendConditionForm, ConditionForm, EndConditionForm
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.selectors.case import show_number
from casemgmt.selectors.file import may_record
from casemgmt.selectors.plan import access_condition, show_condition
from casemgmt.services.plan import add_condition, amend_condition, end_condition
from casemgmt.views.record import RecordAdd, tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class ConditionDetail(GuardedView):
    """A condition with every wording that it had."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, condition_id: UUID) -> HttpResponse:
        """Show the condition and its history."""
        condition, case, facts = access_condition(request.viewer, case_id, condition_id)
        shown, former = show_condition(request.viewer, condition, facts)
        ended = condition.ends_on is not None and condition.ends_on < request.viewer.today
        shown = shown.with_extra(has_ended=ended)
        number = show_number(request.viewer, case, facts)
        context = {"condition": shown, "former": former, "case_id": case_id, "case_number": number}
        context["may_record"] = may_record(request.viewer, facts)
        return render(request, "casemgmt/condition/detail.html", context)


class ConditionAmend(GuardedView):
    """The form of a new wording; who saves second sees both texts."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, condition_id: UUID) -> HttpResponse:
        """Show the form with the present wording."""
        condition, case, facts = access_condition(
            request.viewer, case_id, condition_id, action=Action.AMEND
        )
        shown, _ = show_condition(request.viewer, condition, facts)
        number = show_number(request.viewer, case, facts)
        form = AmendConditionForm(
            initial={"text": shown.text, "version": condition.version}, viewer=request.viewer
        )
        context = {"form": form, "condition": shown, "case_id": case_id, "case_number": number}
        return render(request, "casemgmt/condition/amend.html", context)

    def post(self, request: ViewerRequest, case_id: UUID, condition_id: UUID) -> HttpResponse:
        """Amend; a broken rule or a change by someone else shows the form again, text kept."""
        form = AmendConditionForm(request.POST, viewer=request.viewer)
        theirs = ""
        if form.is_valid():
            try:
                amend_condition(request.viewer, case_id, condition_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error, "text")
            except ChangedMeanwhile as error:
                theirs = str(error.theirs["text"])
            else:
                messages.success(
                    request, "The condition has its new wording. The old one stays on record."
                )
                return HttpResponseRedirect(
                    reverse("casemgmt:condition_detail", args=[case_id, condition_id])
                )
        return self._again(request, case_id, condition_id, form, theirs)

    def _again(
        self,
        request: ViewerRequest,
        case_id: UUID,
        condition_id: UUID,
        form: AmendConditionForm,
        theirs: str,
    ) -> HttpResponse:
        condition, case, facts = access_condition(
            request.viewer, case_id, condition_id, action=Action.AMEND
        )
        shown, _ = show_condition(request.viewer, condition, facts)
        number = show_number(request.viewer, case, facts)
        if theirs:  # the next save is against what the other person wrote
            form.go_on_from(condition.version)
        context = {
            "form": form, "condition": shown, "case_id": case_id, "case_number": number,
            "theirs": theirs,
        }  # fmt: skip
        return render(
            request, "casemgmt/condition/amend.html", context, status=409 if theirs else 422
        )


class ConditionAdd(RecordAdd):
    """The form of a new condition."""

    category, kind = Category.SUPERVISION, "condition"
    form_class = ConditionForm
    template = "casemgmt/condition/add.html"
    done = "The condition is added."

    def save(
        self, request: ViewerRequest, case_id: UUID, form: Any, corrects: str, **keys: UUID
    ) -> None:
        """Add it."""
        add_condition(request.viewer, case_id, words=form.words())


class ConditionEnd(GuardedView):
    """The form that ends a condition on a day; it says what follows and asks for a yes."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, condition_id: UUID) -> HttpResponse:
        """Show the condition and the form."""
        condition, case, facts = access_condition(
            request.viewer, case_id, condition_id, action=Action.AMEND
        )
        form = EndConditionForm(
            initial={"ends_on": condition.ends_on, "version": condition.version},
            viewer=request.viewer,
        )
        return self._page(request, case.pk, condition_id, form)

    def post(self, request: ViewerRequest, case_id: UUID, condition_id: UUID) -> HttpResponse:
        """End it; what someone else changed meanwhile is shown before it ends."""
        form = EndConditionForm(request.POST, viewer=request.viewer)
        changed = False
        if form.is_valid():
            held = {k: v for k, v in form.cleaned_data.items() if k != "confirmed"}
            try:
                end_condition(request.viewer, case_id, condition_id, **held)
            except RuleBroken as error:
                tell(form, error)
            except ChangedMeanwhile:
                changed = True
            else:
                messages.success(request, "The condition ends on that day. It stays on record.")
                return HttpResponseRedirect(
                    reverse("casemgmt:condition_detail", args=[case_id, condition_id])
                )
        return self._page(request, case_id, condition_id, form, status=409 if changed else 422)

    def _page(
        self,
        request: ViewerRequest,
        case_id: UUID,
        condition_id: UUID,
        form: EndConditionForm,
        status: int = 200,
    ) -> HttpResponse:
        condition, case, facts = access_condition(
            request.viewer, case_id, condition_id, action=Action.AMEND
        )
        shown, _ = show_condition(request.viewer, condition, facts)
        if status == 409:  # the next save is against what the other person wrote
            form.go_on_from(condition.version)
        context = {
            "form": form, "condition": shown, "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts), "changed": status == 409,
        }  # fmt: skip
        return render(request, "casemgmt/condition/end.html", context, status=status)
