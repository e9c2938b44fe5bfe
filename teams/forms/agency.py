"""What an administrator types about an agency and its units."""

from django import forms

from casemgmt.web.forms import Form
from teams.models import Agency


class AgencyForm(Form):
    """An agency; `seen` is the state that the person had open."""

    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=[("", "Choose"), *Agency.Kind.choices])
    sovereign = forms.ChoiceField(label="Under the law of", choices=Agency.Sovereign.choices)
    is_part2_program = forms.BooleanField(
        label="It is a substance use program under 42 CFR Part 2", required=False
    )
    address = forms.CharField(max_length=200, required=False, empty_value="")
    phone = forms.CharField(max_length=30, required=False)


class UnitForm(Form):
    """A unit of an agency."""

    name = forms.CharField(max_length=120)
