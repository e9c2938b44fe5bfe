"""The forms of a mandated report: what was learned, and each step; both sides use them."""

from django import forms

from casemgmt.core import clock
from casemgmt.models import ReportStep
from casemgmt.web.forms import Form, MaxText


class ReportForm(Form):
    """The least that a report needs, and nothing of anybody's treatment or counseling."""

    learned_at = forms.DateTimeField(label="When you learned of it", initial=clock.now)
    child = MaxText(
        label="The child, as far as you know", max_length=1000, rows=2,
        help_text="Name, age, address, who cares for the child. Leave out what the report does not "
        "need.",
    )  # fmt: skip
    concern = MaxText(label="What happened, or is feared", max_length=2000, rows=4)
    suspected = forms.CharField(label="Who is suspected", max_length=500, required=False)
    actions = MaxText(label="What was done so far", max_length=1000, rows=2, required=False)
    from_part2 = forms.BooleanField(
        label="Learned in a substance use program (42 CFR Part 2): the initial report only",
        required=False,
    )
    shown_to_line = forms.BooleanField(
        label="My supervisor may read this",
        required=False,
        help_text="Otherwise nobody but you reads it here.",
    )


class StepForm(Form):
    """One step of a report."""

    kind = forms.ChoiceField(
        label="What was done", choices=ReportStep.Kind.choices, widget=forms.RadioSelect
    )
    happened_at = forms.DateTimeField(label="When", initial=clock.now)
    to_whom = forms.CharField(
        label="Who took it", max_length=160, required=False,
        help_text="For a report: the agency, and the name of who answered.",
    )  # fmt: skip
    reference = forms.CharField(label="Reference number", max_length=60, required=False)
    words = MaxText(
        label="In a sentence", max_length=1000, rows=2, required=False,
        help_text="Where the victim was not told, say why.",
    )  # fmt: skip
