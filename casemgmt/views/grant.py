"""Who has standing on a case, and the forms that give and end it: for whoever keeps the case."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.grant import EndForm, ExtendForm, GrantForm, ProviderForm
from casemgmt.policy.actions import Action
from casemgmt.selectors.case import show_number
from casemgmt.selectors.grant import (
    Holder,
    access_row,
    covering_people,
    free_providers,
    list_standing,
)
from casemgmt.selectors.head import access_head
from casemgmt.services.grant import (
    assign_provider,
    end_grant,
    end_provider,
    extend_grant,
    grant_standing,
)
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.forms import Form


class StandingList(GuardedView):
    """Everybody who stands on a case, by what, since when and until when."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show them to the officer and the supervisors."""
        case, facts, groups = list_standing(request.viewer, case_id)
        context = {
            "groups": [group for group in groups if group.holders],
            "has_provider": any(g.kind == "provider" and g.holders for g in groups),
            "has_grant": any(g.kind == "grant" and g.holders for g in groups),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
        }
        return render(request, "casemgmt/grant/list.html", context)


class StandingForm(GuardedView, abstract=True):
    """A form that changes who stands on a case."""

    access = rules.CASE_PEOPLE
    form_class: ClassVar[type[Form]]
    done: ClassVar[str]
    submit: ClassVar[str]
    danger: ClassVar[bool] = False
    holder: Holder | None = None

    def get(self, request: ViewerRequest, case_id: UUID, **keys: str) -> HttpResponse:
        """Show the form to the officer and the supervisors."""
        case, facts = self.opened(request, case_id, **keys)
        form = self.form_class(viewer=request.viewer, **self.choices(request, case))
        return self._page(request, case, facts, form)

    def post(self, request: ViewerRequest, case_id: UUID, **keys: str) -> HttpResponse:
        """Change it, or show what to mend with everything typed still there."""
        case, facts = self.opened(request, case_id, **keys)
        form = self.form_class(request.POST, viewer=request.viewer, **self.choices(request, case))
        if form.is_valid():
            try:
                self.save(request, case_id, form.cleaned_data, **keys)
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, self.done)
                return HttpResponseRedirect(reverse("casemgmt:standing_list", args=[case_id]))
        return self._page(request, case, facts, form, status=422)

    def opened(self, request: ViewerRequest, case_id: UUID, **keys: str) -> tuple[Any, Any]:
        """Return the case that the viewer keeps; raises NotVisible or NotAllowed."""
        return access_head(request.viewer, case_id, action=Action.AMEND)

    def choices(self, request: ViewerRequest, case: Any) -> dict[str, Any]:
        """Return what the form takes beside the viewer."""
        return {}

    def save(
        self, request: ViewerRequest, case_id: UUID, held: dict[str, Any], **keys: str
    ) -> None:
        """Call the service; raises RuleBroken."""
        raise NotImplementedError

    def title(self) -> str:
        """Name the act."""
        raise NotImplementedError

    def text(self) -> str:
        """Say what follows."""
        raise NotImplementedError

    def _page(
        self, request: ViewerRequest, case: Any, facts: Any, form: Form, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form, "case_id": case.pk, "title": self.title(), "text": self.text(),
            "case_number": show_number(request.viewer, case, facts), "holder": self.holder,
            "submit": self.submit, "danger": self.danger,
        }  # fmt: skip
        return render(request, "casemgmt/grant/form.html", context, status=status)


class GrantAdd(StandingForm):
    """Letting somebody cover."""

    form_class = GrantForm
    submit = "Give the grant"
    done = "The grant is given. It counts from the next click and ends by itself."

    def choices(self, request: ViewerRequest, case: Any) -> dict[str, Any]:
        """Offer colleagues and the people at the table."""
        return {"people": covering_people(request.viewer, case)}

    def save(
        self, request: ViewerRequest, case_id: UUID, held: dict[str, Any], **keys: str
    ) -> None:
        """Give it."""
        grant_standing(
            request.viewer, case_id, person_key=held["person"], until=held["until"],
            reason=held["reason"],
        )  # fmt: skip

    def title(self) -> str:
        """Name the act."""
        return "Let somebody cover"

    def text(self) -> str:
        """Say what follows."""
        return (
            "The person stands on this case until the end of the last day, and sees what the own "
            "discipline sees. Nobody gives a grant to himself or herself."
        )


class ProviderAdd(StandingForm):
    """Assigning a provider."""

    form_class = ProviderForm
    submit = "Assign the provider"
    done = "The provider is assigned."

    def choices(self, request: ViewerRequest, case: Any) -> dict[str, Any]:
        """Offer people of treatment agencies."""
        return {"people": free_providers(request.viewer, case)}

    def save(
        self, request: ViewerRequest, case_id: UUID, held: dict[str, Any], **keys: str
    ) -> None:
        """Assign."""
        assign_provider(request.viewer, case_id, person_key=held["person"])

    def title(self) -> str:
        """Name the act."""
        return "Assign a provider"

    def text(self) -> str:
        """Say what follows."""
        return (
            "A provider stands on this case until somebody ends it. Not offered: people whose "
            "approval has lapsed, and who is a provider here already."
        )


class RowForm(StandingForm, abstract=True):
    """An act on one grant or provider."""

    kind: ClassVar[str] = "grant"
    form_class: ClassVar[type[Form]] = EndForm
    danger = True
    holder: Holder

    def opened(self, request: ViewerRequest, case_id: UUID, **keys: str) -> tuple[Any, Any]:
        """Return the case, and keep whom the act is about; raises NotVisible."""
        found = super().opened(request, case_id)
        self.holder = access_row(request.viewer, case_id, keys["grant_id"], self.kind)
        return found


class GrantExtend(RowForm):
    """Another last day for a grant."""

    form_class = ExtendForm
    danger = False
    submit = "Set the last day"
    done = "The grant has its new last day."

    def save(
        self, request: ViewerRequest, case_id: UUID, held: dict[str, Any], **keys: str
    ) -> None:
        """Extend it."""
        extend_grant(request.viewer, case_id, keys["grant_id"], **held)

    def title(self) -> str:
        """Name the act."""
        return f"Another last day for {self.holder.name}"

    def text(self) -> str:
        """Say what follows."""
        return "Sooner or later than now: the last day that you set counts, and ends at midnight."


class GrantEnd(RowForm):
    """Ending a grant, confirmed."""

    submit = "End the grant now"
    done = "The grant has ended. You can give it again."

    def save(
        self, request: ViewerRequest, case_id: UUID, held: dict[str, Any], **keys: str
    ) -> None:
        """End it."""
        end_grant(request.viewer, case_id, keys["grant_id"], reason=held["reason"])

    def title(self) -> str:
        """Name the act."""
        return f"End the grant of {self.holder.name}?"

    def text(self) -> str:
        """Say what follows."""
        return "What the grant alone opened is closed from the person's next click on."


class ProviderEnd(RowForm):
    """Ending a provider's assignment, confirmed."""

    kind = "provider"
    submit = "End the assignment now"
    done = "The assignment has ended. You can assign the provider again."

    def save(
        self, request: ViewerRequest, case_id: UUID, held: dict[str, Any], **keys: str
    ) -> None:
        """End it."""
        end_provider(request.viewer, case_id, keys["grant_id"], reason=held["reason"])

    def title(self) -> str:
        """Name the act."""
        return f"End the assignment of {self.holder.name}?"

    def text(self) -> str:
        """Say what follows."""
        return (
            "What the assignment alone opened is closed from the person's next click on. A seat "
            "on the team stays as it is."
        )
