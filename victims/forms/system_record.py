"""Forms of what the system itself knows of victims."""

from typing import Any

from django import forms

from casemgmt.web.forms import Form, MaxText
from victims.areas import areas_in_force
from victims.models import SystemRecord


class SystemRecordForm(Form):
    """A victim as court, police, prosecution or probation know one."""

    given_name = forms.CharField(
        label="Given name", max_length=128, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    family_name = forms.CharField(
        label="Family name", max_length=128, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    relation = forms.CharField(
        label="Relation to the person under supervision", max_length=80, required=False
    )
    is_minor = forms.BooleanField(label="Is a minor", required=False)
    contact = forms.CharField(
        label="How the system reaches the victim",
        max_length=200,
        required=False,
        help_text="A substitute address where the victim has one.",
    )
    address_program = forms.BooleanField(
        label="The address is protected by an address program",
        required=False,
        help_text="Then nothing but the program's substitute may stand here, such as its post "
        "office box. The true address is not kept in this system.",
    )
    source = forms.ChoiceField(
        label="Came from",
        choices=SystemRecord.Source.choices,
        widget=forms.RadioSelect,
        help_text="Cannot be changed later. What an advocate told in confidence does not belong "
        "here.",
    )
    note = MaxText(label="Note", max_length=2000, rows=4, required=False)


class NoContactTermForm(Form):
    """A term that more disciplines read than the record of the victim.

    It names and places nobody.
    """

    text = MaxText(
        label="Term",
        max_length=1000,
        rows=4,
        help_text="For example: no contact with the victim by any way, third persons included. "
        "No names, addresses or telephone numbers.",
    )
    ordered_on = forms.DateField(label="Ordered on")
    ends_on = forms.DateField(
        label="Ends on", required=False, help_text="Empty: as long as supervision lasts."
    )
    areas = forms.MultipleChoiceField(
        label="Areas to keep away from",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        help_text="The program adds others at random, so that the list points at nobody.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the areas of the jurisdiction."""
        super().__init__(*args, **options)
        self.fields["areas"].choices = [(name, name) for name in areas_in_force().names]  # type: ignore[attr-defined]
