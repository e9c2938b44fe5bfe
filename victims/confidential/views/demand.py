"""Counsel's pages: demands for the organization's records, what was done, what an order opens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.demand import DemandForm, ItemForm, PackageForm, StepForm
from victims.confidential.selectors.client import list_clients, open_client
from victims.confidential.selectors.demand import DemandFile, list_demands, open_demand
from victims.confidential.selectors.disclosure import list_choices
from victims.confidential.services.demand import (
    DemandWords,
    StepWords,
    add_step,
    hold,
    lift_hold,
    match_item,
    require_counsel,
    take_up,
)
from victims.confidential.services.disclosure import make_package, open_package
from victims.confidential.views.base import AskingAgainView, ConfidentialView
from victims.selectors.demand import access_demand_told


class DemandList(ConfidentialView):
    """What waits to be taken up, and what was."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show both."""
        waiting, demands = list_demands(request.viewer)
        context = {"waiting": waiting, "demands": demands}
        return render(request, "victims/demand/list.html", context)


class DemandAdd(ConfidentialView):
    """Taking up a demand: one that came to the organization, or one that an agency filed."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form, begun with what the agency typed."""
        require_counsel(request.viewer)
        initial: dict[str, Any] = {}
        if filed := self._filed(request):
            initial = {
                name: getattr(filed, name)
                for name in ("kind", "received_on", "answer_by", "issuer", "docket")
            }
        return self._page(request, self._form(request, initial=initial))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Keep it, or say what to mend."""
        form = self._form(request, request.POST)
        if form.is_valid():
            filed = self._filed(request)
            given = {k: v for k, v in form.cleaned_data.items() if k not in ("of", "named")}
            case_id = str(filed.case_id) if filed else form.cleaned_data["of"]
            number = filed.case_number if filed else form.cases.get(case_id, "")
            words = DemandWords(
                **given, named=form.named_items(), case_id=case_id, case_number=number
            )
            try:
                key = take_up(request.viewer, words, source_id=filed.id if filed else None)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Kept on your organization's side only.")
                return HttpResponseRedirect(reverse("victims:demand", args=[key]))
        return self._page(request, form, status=422)

    def _filed(self, request: ViewerRequest) -> Any:
        key = request.GET.get("filed")
        return access_demand_told(request.viewer, _uuid(key)) if key else None

    def _form(self, request: ViewerRequest, *data: object, **options: Any) -> DemandForm:
        space = list_clients(request.viewer)
        form = DemandForm(
            *data, viewer=request.viewer, clients=[*space.mine, *space.others], **options
        )
        if request.GET.get("filed"):
            del form.fields["of"]
        return form

    def _page(self, request: ViewerRequest, form: DemandForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "filed": self._filed(request)}
        return render(request, "victims/demand/add.html", context, status=status)


class DemandDetail(ConfidentialView):
    """One demand: what it says, what was done, and the form for the next step."""

    def get(self, request: ViewerRequest, demand_id: UUID) -> HttpResponse:
        """Show it."""
        file = open_demand(request.viewer, demand_id)
        form = StepForm(viewer=request.viewer, clients=file.clients)
        return _page(request, file, form)

    def post(self, request: ViewerRequest, demand_id: UUID) -> HttpResponse:
        """Keep a step, set or lift the hold, or say what to mend."""
        file = open_demand(request.viewer, demand_id)
        form = StepForm(request.POST, viewer=request.viewer, clients=file.clients)
        act = {"hold": hold, "lift": lift_hold}.get(request.POST.get("act", ""))
        try:
            if act is not None:
                form = StepForm(viewer=request.viewer, clients=file.clients)
                act(request.viewer, demand_id)
            elif form.is_valid():
                given = dict(form.cleaned_data)
                client_id = given.pop("client")
                words = StepWords(**given)
                add_step(request.viewer, demand_id, words=words, client_id=client_id)
            else:
                return _page(request, file, form, status=422)
        except RuleBroken as error:
            if form.is_bound:
                form.reject(error)
            else:
                messages.error(request, str(error))
            return _page(request, file, form, status=422)
        messages.success(request, "Kept.")
        return HttpResponseRedirect(reverse("victims:demand", args=[demand_id]))


class DemandItem(ConfidentialView):
    """Which record of a victim stands at one place of an order."""

    def get(
        self, request: ViewerRequest, demand_id: UUID, client_id: UUID, place: int
    ) -> HttpResponse:
        """Show the victim's records."""
        require_counsel(request.viewer)
        choices = list_choices(request.viewer, client_id)
        form = ItemForm(viewer=request.viewer, choices=choices)
        return self._page(request, (demand_id, client_id, place), form)

    def post(
        self, request: ViewerRequest, demand_id: UUID, client_id: UUID, place: int
    ) -> HttpResponse:
        """Settle it, or say what to mend."""
        choices = list_choices(request.viewer, client_id)
        form = ItemForm(request.POST, viewer=request.viewer, choices=choices)
        if form.is_valid():
            item = form.cleaned_data["item"]
            try:
                match_item(request.viewer, demand_id, place=place, client_id=client_id, item=item)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Settled: this is the record that the order names.")
                return HttpResponseRedirect(reverse("victims:demand", args=[demand_id]))
        return self._page(request, (demand_id, client_id, place), form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        keys: tuple[UUID, UUID, int],
        form: ItemForm,
        status: int = 200,
    ) -> HttpResponse:
        demand_id, client_id, place = keys
        named = {
            number: words for number, words, _ in open_demand(request.viewer, demand_id).places
        }
        if place not in named:
            raise NotVisible("demand", demand_id)
        client = open_client(request.viewer, client_id)
        context = {"form": form, "demand_id": demand_id, "client": client, "named": named[place]}
        return render(request, "victims/demand/item.html", context, status=status)


class PackageAdd(AskingAgainView):
    """Handing over what an order names of one victim; asks again who is there."""

    def get(self, request: ViewerRequest, demand_id: UUID, client_id: UUID) -> HttpResponse:
        """Show what the order names."""
        require_counsel(request.viewer)
        file = open_demand(request.viewer, demand_id)
        return self._page(request, file, client_id, self._form(request, file, client_id))

    def post(self, request: ViewerRequest, demand_id: UUID, client_id: UUID) -> HttpResponse:
        """Seal the package, or say what to mend."""
        file = open_demand(request.viewer, demand_id)
        form = self._form(request, file, client_id, request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                make_package(request.viewer, demand_id, client_id=client_id, **given)
            except RuleBroken as error:
                form.reject(error)
            else:
                messages.success(request, "Sealed. Its list and digest are on record.")
                return HttpResponseRedirect(reverse("victims:demand", args=[demand_id]))
        return self._page(request, file, client_id, form, status=422)

    def _form(
        self, request: ViewerRequest, file: DemandFile, client_id: UUID, *data: object
    ) -> PackageForm:
        named = [
            (place, words)
            for place, words, item in file.places
            if item is not None and item.client_id == client_id
        ]
        return PackageForm(*data, viewer=request.viewer, named=named)

    def _page(
        self,
        request: ViewerRequest,
        file: DemandFile,
        client_id: UUID,
        form: PackageForm,
        status: int = 200,
    ) -> HttpResponse:
        client = open_client(request.viewer, client_id)
        context = {"form": form, "demand": file.row, "client": client}
        return render(request, "victims/demand/package.html", context, status=status)


class PackageDetail(AskingAgainView):
    """The sealed file, as a download; asks again who is there."""

    def get(self, request: ViewerRequest, demand_id: UUID, package_id: UUID) -> HttpResponse:
        """Give the file."""
        sealed = open_package(request.viewer, demand_id, package_id)
        response = HttpResponse(sealed.content, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{sealed.name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _page(
    request: ViewerRequest, file: DemandFile, form: StepForm, status: int = 200
) -> HttpResponse:
    context = {"file": file, "demand": file.row, "form": form}
    return render(request, "victims/demand/detail.html", context, status=status)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("demand") from None
