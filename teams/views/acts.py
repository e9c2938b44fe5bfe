"""The page of one act of administration: its words, its form, the service that it calls."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from casemgmt.core.errors import RuleBroken
from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from casemgmt.web.forms import Form
from teams.forms.act import carry_state
from teams.selectors.administration import state_of
from teams.views.step_up import RecentSignInView


class ActPage(GuardedView, abstract=True):
    """Subclasses say what they load, show and do; a refusal of the service stands above the
    form."""

    access = rules.ADMINISTRATORS
    template: ClassVar[str] = "teams/administration/act.html"
    form_class: ClassVar[type[Form]]
    state: ClassVar[
        tuple[str, ...]
    ] = ()  # fields whose change by someone else must not be overwritten
    submit: ClassVar[str] = "Save"
    danger: ClassVar[bool] = False
    done: ClassVar[str] = "Saved."
    row: Any = None

    def load(self, **keys: Any) -> None:
        """Fetch what the act is about into `row`."""

    def title(self) -> str:
        """Return the page's title, which is also its heading."""
        raise NotImplementedError

    def text(self) -> str:
        """Return what happens when the button is pressed."""
        return ""

    def back(self) -> str:
        """Return where the person came from, and returns to."""
        raise NotImplementedError

    def act(self, values: dict[str, Any]) -> Any:
        """Call the service; raises RuleBroken or ValidationError."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        """Show the form."""
        self.load(**keys)
        return self.show(self.form())

    def post(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        """Do it, or show the form again with what stands against it."""
        self.load(**keys)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            result = self.act(form.cleaned_data)
        except (RuleBroken, ValidationError) as refusal:
            show_refusal(form, refusal)
            return self.show(form, 422)
        return self.answer(result)

    def form(self, typed: Any = None) -> Form:
        """Return the form with the row's values, or with what was typed."""
        names = self.form_class.base_fields
        initial = {name: getattr(self.row, name) for name in names if hasattr(self.row, name)}
        form = self.form_class(typed, initial=initial, viewer=self.request.viewer)
        if self.state:
            carry_state(form, state_of(self.row, self.state))
        return form

    def show(self, form: Form, status: int = 200) -> HttpResponse:
        """Render the page."""
        words = {
            "title": self.title(),
            "text": self.text(),
            "submit": self.submit,
            "danger": self.danger,
        }
        context = {**words, "form": form, "cancel_url": self.back(), "row": self.row}
        return render(self.request, self.template, context, status=status)

    def answer(self, result: Any) -> HttpResponse:
        """Say that it is done and lead back."""
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.back())


class StandingPage(RecentSignInView, ActPage, abstract=True):
    """An act that changes somebody's standing or credentials: asks again who is there."""


def show_refusal(form: Form, refusal: RuleBroken | ValidationError) -> None:
    """Show what a service refused at the fields it names, and the rest above the form."""
    if isinstance(refusal, RuleBroken):
        form.reject(refusal)
        return
    named = (
        refusal.message_dict
        if hasattr(refusal, "error_dict")
        else {NON_FIELD_ERRORS: refusal.messages}
    )
    for name, errors in named.items():
        form.add_error(name if name in form.fields else None, errors)  # type: ignore[arg-type]
