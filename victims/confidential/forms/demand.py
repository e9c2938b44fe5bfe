"""Forms of demands: what came, what was done, which record an order names, what is handed over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText
from victims.confidential.models import Demand, DemandStep
from victims.confidential.models.demand import WAY_WORDS
from victims.confidential.selectors.client import ClientRow
from victims.confidential.selectors.disclosure import Choice

WAYS = [("", "Choose"), *((way, way) for way in WAY_WORDS)]


class DemandForm(Form):
    """A demand that came; the records that an order names, one a line."""

    kind = forms.ChoiceField(
        label="What came", choices=Demand.Kind.choices, widget=forms.RadioSelect
    )
    received_on = forms.DateField(label="Came on", initial=clock.today)
    answer_by = forms.DateField(label="Answer due on", required=False)
    issuer = forms.CharField(label="Who issued it", max_length=160)
    docket = forms.CharField(label="Docket number", max_length=60, required=False)
    asks = MaxText(label="What it asks for", max_length=2000, rows=3, required=False)
    named = MaxText(
        label="What a court's order names", max_length=4000, rows=4, required=False,
        help_text="One record a line, in the order's own words. Leave it empty for a subpoena.",
    )  # fmt: skip
    of = forms.ChoiceField(
        label="Whose case", required=False,
        help_text="A hold is for all victims of this case.",
    )  # fmt: skip

    def __init__(self, *args: Any, clients: Iterable[ClientRow], **options: Any) -> None:
        """Offer the cases of the organization's victims."""
        super().__init__(*args, **options)
        self.cases = {row.case_id: row.case_number for row in clients}
        choices = sorted(self.cases.items(), key=lambda pair: pair[1])
        self.fields["of"].choices = [("", "No case that we know"), *choices]  # type: ignore[attr-defined]

    def named_items(self) -> tuple[str, ...]:
        """Return what the order names, one each; only after is_valid()."""
        lines = self.cleaned_data["named"].splitlines()
        return tuple(line.strip() for line in lines if line.strip())


class StepForm(Form):
    """What was done about a demand."""

    kind = forms.ChoiceField(label="What was done", widget=forms.RadioSelect)
    happened_on = forms.DateField(label="Day", initial=clock.today)
    client = forms.TypedChoiceField(
        label="Victim", required=False, coerce=UUID, empty_value=None,
        help_text="Needed for an effort to tell the victim.",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="How the victim was told", choices=WAYS, required=False,
        help_text="Look at the rules of safe contact first.",
    )  # fmt: skip
    outcome = forms.CharField(
        label="What came of it", max_length=300, required=False,
        help_text="Reached, left no message, wants a lawyer, agrees to a release…",
    )  # fmt: skip
    text = MaxText(label="In a sentence", max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, clients: Iterable[ClientRow], **options: Any) -> None:
        """Offer the victims of the case, and the acts that are the viewer's."""
        super().__init__(*args, **options)
        people = [(str(row.id), row.name) for row in clients]
        self.fields["client"].choices = [("", "None in particular"), *people]  # type: ignore[attr-defined]
        counsel = self.viewer is not None and self.viewer.is_counsel
        open_to_all = (DemandStep.Kind.TOLD, DemandStep.Kind.MEASURE, DemandStep.Kind.OTHER)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, label)
            for value, label in DemandStep.Kind.choices
            if counsel or value in open_to_all
        ]


class ItemForm(Form):
    """Which record of a victim an order names at one place."""

    item = forms.ChoiceField(
        label="Which record this is", widget=forms.RadioSelect,
        help_text="Choose exactly what the order names. It is not changed again.",
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Iterable[Choice], **options: Any) -> None:
        """Offer the victim's records."""
        super().__init__(*args, **options)
        self.fields["item"].choices = [(c.value, c.label) for c in choices]  # type: ignore[attr-defined]


class PackageForm(Form):
    """What of an order is handed over, and to whom."""

    places = forms.TypedMultipleChoiceField(
        label="Records that the order names", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    recipient = forms.CharField(
        label="Handed to", max_length=200, help_text="The court or person whom the order names."
    )

    def __init__(self, *args: Any, named: Iterable[tuple[int, str]], **options: Any) -> None:
        """Offer the places of the order that have a record."""
        super().__init__(*args, **options)
        self.fields["places"].choices = list(named)  # type: ignore[attr-defined]
