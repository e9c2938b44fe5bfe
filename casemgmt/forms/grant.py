"""Forms of standing on a case: a dated grant, its extension and end, a provider."""

from collections.abc import Sequence
from typing import Any

from django import forms

from casemgmt.web.forms import Form, MaxText
from teams.models import User
from teams.selectors.people import find_by_sign_in

UNKNOWN = "Nobody signs in with this name or address. Ask the person how it is written."
LAST_DAY = "The last day that counts. It ends at midnight by itself."


class Reason(MaxText):
    """Why; it stands on the ledger."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Stands on the ledger. Name no victim.")
        super().__init__(label="Why", max_length=300, rows=2, **options)


class GrantForm(Form):
    """Who covers, until when and why."""

    person = forms.ChoiceField(label="Who covers", required=False)
    other = forms.CharField(
        label="Somebody else",
        max_length=150,
        required=False,
        help_text="Sign-in name or e-mail address, exactly. Leave it empty where you chose above.",
    )
    until = forms.DateField(label="Last day", help_text=LAST_DAY)
    reason = Reason()

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        """Offer people by agency."""
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "Choose"), *by_agency(people)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one person, chosen or typed, and find the typed one."""
        held = super().clean() or self.cleaned_data
        chosen, typed = held.get("person"), (held.get("other") or "").strip()
        if bool(chosen) == bool(typed):
            words = "Choose one person, or type a sign-in name below."
            self.add_error("person", "Choose above or type below, not both." if typed else words)
        elif typed:
            found = find_by_sign_in(typed)
            if found is None:
                self.add_error("other", UNKNOWN)
            else:
                held["person"] = str(found.key)
        return held


class ExtendForm(Form):
    """Another last day and why."""

    until = forms.DateField(label="New last day", help_text=LAST_DAY)
    reason = Reason()


class EndForm(Form):
    """Why it ends now."""

    reason = Reason()


class ProviderForm(Form):
    """Who treats the person under supervision."""

    person = forms.ChoiceField(label="Provider")

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        """Offer people of treatment agencies."""
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "Choose"), *by_agency(people)]  # type: ignore[attr-defined]


def by_agency(people: Sequence[User]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return people as choices, grouped by their agency; they come in its order."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for person in people:
        agency = person.agency.name if person.agency else "No agency"
        words = f"{person.name}, {person.get_discipline_display().lower()}"
        groups.setdefault(agency, []).append((str(person.key), words))
    return list(groups.items())
