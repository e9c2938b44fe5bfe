"""What an administrator types about a team."""

from typing import Any

from django import forms

from casemgmt.web.forms import Form, MaxText
from teams.forms.person import UnitChoice
from teams.models import Team
from teams.selectors.administration import open_units


class TeamForm(Form):
    """A team."""

    name = forms.CharField(max_length=120)
    level = forms.ChoiceField(
        choices=Team.Level.choices,
        help_text="A case management team holds cases; a policy team speaks of no person.",
    )
    unit = UnitChoice(
        queryset=None,
        to_field_name="key",
        required=False,
        empty_label="None",
        help_text="The unit whose cases the team manages.",
    )
    vision = MaxText(max_length=2000, rows=3, label="Vision", required=False)
    designees_allowed = forms.BooleanField(
        label="A member may send a designee to a meeting", required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the units of open agencies."""
        super().__init__(*args, **options)
        self.fields["unit"].queryset = open_units()  # type: ignore[attr-defined]
