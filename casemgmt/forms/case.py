"""What a list of cases can be narrowed to."""

from django import forms

from casemgmt.models import Case
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import LEVEL, MINE, CaseFilter, may_filter
from casemgmt.web.forms import Form

DUE = (
    ("contact", "Contact overdue", Category.SUPERVISION),
    ("review", "Review overdue", None),
    ("polygraph", "Polygraph overdue", Category.POLYGRAPH_REFERRAL),
    ("assessment", "Assessment overdue", Category.RISK),
)
BANDS = ((1, "I"), (2, "II"), (3, "III"), (4, "IVa"), (5, "IVb"))


class CaseFilterForm(Form):
    """Filters kept in the address; what is no filter is left aside, so that any address
    opens a page."""

    words = forms.CharField(label="Name or number", max_length=80, required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    due = forms.ChoiceField(label="Due", required=False)
    risk = forms.ChoiceField(label="Risk level", required=False)
    officer = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)
    team = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, viewer: Viewer, **options: object):
        super().__init__(*args, viewer=viewer, **options)
        self.fields["stage"].choices = [("", "Open"), *Case.Stage.choices]  # type: ignore[attr-defined]
        offered = [(key, label) for key, label, c in DUE if c is None or may_filter(viewer, c)]
        self.fields["due"].choices = [("", "Any"), *offered]  # type: ignore[attr-defined]
        if may_filter(viewer, Category.RISK, LEVEL):
            self.fields["risk"].choices = [("", "Any"), *[(str(k), f"Level {v}") for k, v in BANDS]]  # type: ignore[attr-defined]
        else:
            del self.fields["risk"]

    def wanted(self) -> CaseFilter:
        """Return the filter; a field that does not fit counts as empty."""
        self.is_valid()
        held = {
            name: str(self.cleaned_data.get(name) or "") for name in CaseFilter.__dataclass_fields__
        }
        return CaseFilter(**held)

    def chips(self) -> list[tuple[str, str]]:
        """Return what is narrowed, in words, with the field that undoes it."""
        self.is_valid()
        mine = self.cleaned_data.get("officer") == MINE
        labels = {
            "officer": "Assigned to me" if mine else "One officer's cases",
            "team": "One team's cases",
        }
        return [
            (name, labels.get(name) or f"{self.fields[name].label}: {self._words(name, value)}")
            for name, value in self.cleaned_data.items()
            if value
        ]

    def _words(self, name: str, value: str) -> str:
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)
