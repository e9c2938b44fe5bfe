"""The form of a victim's release: one item, one recipient, an end. Whose words they are, and what
the copy says, never leave this side."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from casemgmt.web.forms import Form, MaxText
from victims.confidential.copy_words import COPY_IN, OTHER_WAYS, RISKS
from victims.confidential.copy_words import PURPOSES as PURPOSES_SAID
from victims.confidential.forms.release_steps import InSteps
from victims.confidential.selectors.client import ClientRow
from victims.confidential.selectors.signing import SignerFacts
from victims.models import Statement
from victims.selectors.recipients import Recipient
from victims.services.signed import ALONE, APPOINTED, BESIDE, SELF_SIGNS, Beside, alone_from
from victims.services.terms import (
    COPY_GIVEN,
    ROLE,
    Limits,
    ReleaseTerms,
    faults_of,
)

PURPOSES = [(name, said["en"]) for name, said in PURPOSES_SAID.items()]
SIGNERS = (
    (SELF_SIGNS, "The victim"),
    (BESIDE, "The victim, a minor, and a parent or guardian who did not cause the harm"),
    (ALONE, "The victim alone, a minor whom the law lets decide"),
    (APPOINTED, "A guardian whom a court appointed, who did not cause the harm"),
)
GIVEN = (
    (COPY_GIVEN, "Yes, given now"),
    ("later", "Not yet"),
    ("unwanted", "The victim did not want one"),
)
# What the copy and the organization's own record keep, and no release carries.
KEPT = ("risks", "other_ways", "language", "interpreter", "copy", "copy_language", "copy_why")


def many(label: str, table: dict[str, dict[str, str]], **more: Any) -> forms.MultipleChoiceField:
    """Return a group of checkboxes of what the copy says."""
    choices = [(name, said["en"]) for name, said in table.items()]
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, **more)


class OwnReleaseForm(InSteps, Form):
    """What a valid release says (B-VAWA-4). Services never depend on it."""

    of = forms.ChoiceField(
        label="Whose release this is",
        help_text="Stays on your side. The team is not told, and two victims of one case cannot be "
        "told apart.",
    )
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
        label="One person or role of that agency",
        help_text="As narrow as the purpose allows.",
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
    risks = many("What we said that sharing can lead to", RISKS)
    other_ways = many("Other ways to the same end that we talked about", OTHER_WAYS)
    told_free = forms.BooleanField(
        label="The victim knows that no service depends on signing, and how to take it back",
    )
    language = forms.CharField(label="Language in which we spoke", max_length=60, initial="English")
    interpreter = forms.CharField(
        label="Interpreter",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Name or number, and the service. Never a child, never the family. Empty: none "
        "was needed.",
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
        help_text="Only where somebody signs for or beside a minor: the release ends with the 18th "
        "birthday. It is kept with the record on your side and nowhere else.",
    )
    guardian = forms.ChoiceField(
        label="Parent or guardian who signed",
        required=False,
        help_text="Only those stand here whom the record names under Family as a parent or "
        "guardian.",
    )
    signed_on = forms.DateField(label="Signed on")
    copy = forms.ChoiceField(label="The victim has a copy", choices=GIVEN, widget=forms.RadioSelect)
    copy_language = forms.ChoiceField(
        label="Language of the copy",
        required=False,
        choices=[("", "None yet"), *COPY_IN.items()],
    )
    copy_why = forms.CharField(
        label="Why there is no copy",
        max_length=200,
        required=False,
        help_text="For example: not safe to carry home.",
    )

    def __init__(
        self,
        *args: Any,
        recipients: list[Recipient],
        clients: Sequence[ClientRow],
        signers: SignerFacts,
        limits: Limits,
        **options: Any,
    ) -> None:
        """Take who sits at the case's table, whose it can be, who can sign, and how long."""
        super().__init__(*args, **options)
        self.recipients, self.signers, self.limits = recipients, signers, limits
        known = [(str(client.id), client.name) for client in clients]
        offer(self, "of", [("", "Choose"), *known])
        self._offer_recipients()
        self._offer_signers()
        usual = f"Usually {limits.usual}. At most {limits.most}. As short as the purpose allows."
        self.fields["days"].help_text = usual
        self.fields["long_is_wanted"].help_text = f"Only for more than {limits.long} days."

    def clean(self) -> dict[str, Any]:
        """Name each missing part at its field."""
        for name, said in faults_of(self.terms(), self.recipients, self.limits):
            name = name if name in self.fields else "signed_by"
            if self.has_error(name, "required") or name not in self.errors:
                self.errors.pop(name, None)
                self.add_error(name, said)
        return self.cleaned_data

    def terms(self) -> ReleaseTerms:
        """Return what the form says."""
        names = set(ReleaseTerms.__dataclass_fields__) - {"beside"}
        said: dict[str, Any] = {name: self.cleaned_data.get(name) for name in names}
        lists = {name: tuple(said[name] or ()) for name in ("ways", "risks", "other_ways")}
        kept: dict[str, Any] = {
            name: value for name, value in {**said, **lists}.items() if value is not None
        }
        return ReleaseTerms(**kept, beside=self.beside())

    def beside(self) -> Beside:
        """Return what is known of the minor and of who signed beside one."""
        born = self.signers.born or self.cleaned_data.get("born")
        return self.signers.beside(self.cleaned_data.get("guardian") or "", born)

    @property
    def in_words(self) -> dict[str, str]:
        """Return what the earlier steps say, for the last one to repeat."""
        held = self.cleaned_data if self.is_bound else {}
        recipient = words_of(self, "to_agency")
        person = words_of(self, "to_user") if held.get("to_user") else ""
        return {
            "item": held.get("item", ""),
            "to": f"{person}, {recipient}" if person else recipient,
            "purpose": words_of(self, "purpose"),
        }

    def _offer_recipients(self) -> None:
        agencies = {r.agency_key: r.agency_name for r in self.recipients}
        roles = {f"{ROLE}{r.role}": f"{r.discipline} at this case's table" for r in self.recipients}
        people = [
            (r.user_key, f"{r.name}, {r.discipline} ({r.agency_name})") for r in self.recipients
        ]
        offer(self, "to_agency", [("", "Choose"), *agencies.items()])
        offer(self, "to_user", [("", "Choose"), *roles.items(), *people])
        not_one = (
            "Choose one agency. A release is never to the whole team: sign one for each agency."
        )
        self.fields["to_agency"].error_messages["invalid_choice"] = not_one

    def _offer_signers(self) -> None:
        if self.signers.born:  # it is on the record
            del self.fields["born"]
        if not alone_from():
            offer(self, "signed_by", [one for one in SIGNERS if one[0] != ALONE])
        names = [(one.key, one.words) for one in self.signers.family]
        offer(self, "guardian", [("", "Nobody"), *names])


def words_of(form: forms.Form, name: str) -> str:
    """Return the words of the choice that was made."""
    choices: dict[str, str] = dict(cast(Any, form.fields[name]).choices)
    return choices.get(form.cleaned_data.get(name) or "", "") if form.is_bound else ""


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Set the choices of a field that depend on the case."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices
