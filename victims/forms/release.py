"""The form of a victim's release: one item, one recipient, an end; and of its withdrawal."""

from typing import Any, cast

from django import forms

from casemgmt.models import Release
from casemgmt.web.forms import Form, MaxText
from victims.models import Statement
from victims.selectors.recipients import Recipient
from victims.services.terms import (
    ALONE,
    APPOINTED,
    BESIDE,
    ReleaseTerms,
    default_days,
    faults_of,
    long_days,
    max_days,
)

PURPOSES = (
    ("safety", "Safety of a victim"),
    ("contact wishes", "Wishes about contact"),
    ("notification", "Being told of changes"),
    ("a decision of the team", "A decision of the team"),
)
SIGNERS = (
    ("the victim", "The victim"),
    (BESIDE, "The victim, a minor, and a parent or guardian who did not cause the harm"),
    (ALONE, "The victim alone, a minor whom the law lets decide"),
    (APPOINTED, "A guardian whom a court appointed, who did not cause the harm"),
)


class ReleaseForm(Form):
    """What a valid release says (B-VAWA-4). Services never depend on it."""

    item = forms.CharField(
        label="The item that is released",
        max_length=200,
        help_text="One thing, in a few words, for example: prefers no letters. Never everything.",
    )
    text = MaxText(
        label="The victim's own words",
        max_length=4000,
        rows=6,
        help_text="Exactly what the recipient will read, and nothing more.",
    )
    to_agency = forms.ChoiceField(
        label="Recipient: one agency",
        help_text="One release for each agency. It is never given to the whole team.",
    )
    to_user = forms.ChoiceField(
        label="One person of that agency",
        required=False,
        help_text="If it is for this person only. Otherwise everyone of that agency on this case "
        "can read it.",
    )
    purpose = forms.ChoiceField(label="Purpose", choices=PURPOSES, widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        label="Ways in which it may be shared",
        choices=Statement.Way.choices,
        initial=[Statement.Way.ELECTRONIC],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label="Ends after how many days")
    long_is_wanted = forms.BooleanField(
        label="The victim wants it to last longer than usual", required=False
    )
    risks_talked = forms.BooleanField(
        label="We talked through what sharing can lead to, and other ways to the same end",
    )
    told_free = forms.BooleanField(
        label="The victim knows that no service depends on signing, and how to take it back",
    )
    signed_by = forms.ChoiceField(
        label="Signed by",
        choices=SIGNERS,
        widget=forms.RadioSelect,
        help_text="Whoever caused the harm can never sign for someone else.",
    )
    born = forms.DateField(
        label="The minor's day of birth",
        required=False,
        help_text="Only where a parent or guardian signs beside a minor: the release ends with the "
        "18th birthday. It is not kept with the release.",
    )
    signed_on = forms.DateField(label="Signed on")

    def __init__(self, *args: Any, recipients: list[Recipient], **options: Any) -> None:
        """Take who sits at the case's table."""
        super().__init__(*args, **options)
        self.recipients = recipients
        agencies = {r.agency_key: r.agency_name for r in recipients}
        people = [(r.user_key, f"{r.name}, {r.discipline} ({r.agency_name})") for r in recipients]
        offer(self, "to_agency", [("", "Choose"), *agencies.items()])
        offer(self, "to_user", [("", "Nobody in particular"), *people])
        usual = f"Usually {default_days()}. At most {max_days()}. As short as the purpose allows."
        self.fields["days"].help_text = usual
        self.fields["long_is_wanted"].help_text = f"Only for more than {long_days()} days."
        not_one = (
            "Choose one agency. A release is never to the whole team: sign one for each agency."
        )
        self.fields["to_agency"].error_messages["invalid_choice"] = not_one

    def clean(self) -> dict[str, Any]:
        """Name each missing part at its field."""
        for name, said in faults_of(self.terms(), self.recipients):
            if self.has_error(name, "required") or name not in self.errors:
                self.errors.pop(name, None)
                self.add_error(name, said)
        return self.cleaned_data

    def terms(self) -> ReleaseTerms:
        """Return what the form says."""
        kept = {name: self.cleaned_data.get(name) for name in ReleaseTerms.__dataclass_fields__}
        kept["ways"] = tuple(kept["ways"] or ())
        defaults = ReleaseTerms()
        return ReleaseTerms(
            **{k: getattr(defaults, k) if v is None else v for k, v in kept.items()}
        )


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Set the choices of a field that depend on the case."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class WithdrawForm(Form):
    """How the victim took it back; both count at once (B-VAWA-7)."""

    how = forms.ChoiceField(
        label="How it was withdrawn", choices=Release.HowRevoked.choices, widget=forms.RadioSelect
    )
