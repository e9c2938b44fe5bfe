"""Recording a contact, and correcting one."""

import hashlib
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.forms.contact import ContactForm
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import access_case, show_number
from casemgmt.services.contact import record_contact
from casemgmt.services.sent_request import do_once
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class ContactAdd(GuardedView):
    """The form of a new contact; with `corrects` in the address it says which one it corrects."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the empty form to those who may record one."""
        number = self._number(request, case_id)
        return self._page(request, case_id, number, ContactForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Record it once however often it is sent, or show what to mend with everything
        typed still there."""
        number = self._number(request, case_id)
        form = ContactForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                self._record(request, case_id, form)
            except RuleBroken as error:
                form.reject(error, "happened_at")
            else:
                messages.success(request, "The contact is recorded.")
                return HttpResponseRedirect(
                    f"{reverse('casemgmt:case_detail', args=[case_id])}#supervision"
                )
        return self._page(request, case_id, number, form, status=422)

    def _number(self, request: ViewerRequest, case_id: UUID) -> str:
        """Return the case's number for those who may record on it;
        raises NotVisible or NotAllowed for others."""
        case, facts = access_case(request.viewer, case_id)
        decision = decide(request.viewer, Action.ADD, Category.SUPERVISION, facts)
        if not decision:
            raise NotAllowed(decision, "contact", "", case_id)
        return show_number(request.viewer, case, facts)

    def _record(self, request: ViewerRequest, case_id: UUID, form: ContactForm) -> None:
        values = form.cleaned_data | {"corrects_id": _key(request.POST.get("corrects", ""))}
        once = values.pop("once")

        def act() -> UUID:
            return record_contact(request.viewer, case_id, **values).pk

        if once:
            # The same page sent twice is one contact; sent again with other words it is another.
            body = {name: str(value) for name, value in values.items()}
            sent = hashlib.sha256(repr(sorted(body.items())).encode()).hexdigest()
            do_once(
                request.viewer,
                key=f"{once}:{sent}",
                route=f"contacts:{case_id}",
                body=body,
                act=act,
            )
        else:
            act()

    def _page(
        self,
        request: ViewerRequest,
        case_id: UUID,
        number: str,
        form: ContactForm,
        status: int = 200,
    ) -> HttpResponse:
        corrects = request.POST.get("corrects") or request.GET.get("corrects", "")
        context = {"form": form, "case_id": case_id, "case_number": number, "corrects": corrects}
        return render(request, "casemgmt/contact/add.html", context, status=status)


def _key(text: str) -> UUID | None:
    """Return the key of the contact that is corrected; raises NotVisible for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible("contact") from None
