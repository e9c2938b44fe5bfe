"""The steps of a paper: what kind, between whom, what exactly, for what, how long, who signed."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings

from casemgmt.core import clock
from casemgmt.models import Release
from casemgmt.policy.categories import LABELS
from casemgmt.policy.elements import REQUIRED, STATEMENTS
from casemgmt.policy.papers import names_everything
from casemgmt.selectors.release_choice import Choices
from casemgmt.web.forms import Form, MaxText

Kind = Release.Kind
KINDS = {
    Kind.VICTIM_RELEASE: "A victim's release: one item of a victim's words, to one agency",
    Kind.AUTHORIZATION: "An authorization: the person lets an agency share health records "
    "(45 CFR 164.508)",
    Kind.PART2_CONSENT: "A Part 2 consent: the same for substance use treatment (42 CFR 2.31)",
    Kind.PART2_JUSTICE_CONSENT: "A criminal-justice consent: substance use treatment that this "
    "case makes a condition (42 CFR 2.35)",
    Kind.COURT_ORDER: "A court order that names what is disclosed",
}
SIGNERS = (
    ("self", "The person whose information it is"),
    ("minor_guardian", "The person, a minor, and a parent or guardian who did not cause the harm"),
    ("guardian", "A parent or guardian for a minor"),
    ("minor_alone", "The person alone, a minor whom the law lets decide"),
    ("representative", "A representative whom a court appointed"),
)
NOBODY = (
    "Nobody at this case's table can receive under this kind of paper. Ask the coordinator to seat "
    "them, or go back and choose another kind."
)
OLDEST = timedelta(days=365)
FARTHEST = 36_525  # days: a day of the calendar that nobody means is a slip of the hand


class StepForm(Form):
    """One step; `earlier` is what the steps before it say."""

    def __init__(
        self, *args: Any, choices: Choices, earlier: dict[str, Any], **options: Any
    ) -> None:
        """Take what this case offers."""
        super().__init__(*args, **options)
        self.choices, self.earlier = choices, earlier
        self.kind = earlier.get("kind", "")
        self.prepare()

    def prepare(self) -> None:
        """Set the choices that depend on the case."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set the choices of a field; an only one is chosen."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1 and not self.fields[name].initial:
            self.fields[name].initial = choices[0][0]


class KindForm(StepForm):
    """What kind of paper it is."""

    kind = forms.ChoiceField(label="What kind of paper is it?", widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer the kinds that this viewer can record here."""
        self.offer("kind", [(kind, KINDS[Kind(kind)]) for kind in self.choices.kinds])


class PartiesForm(StepForm):
    """Who shares, and with whom: one agency, never a team."""

    from_agency = forms.ChoiceField(
        label="Who shares", widget=forms.RadioSelect, help_text="Whose records these are."
    )
    to_agency = forms.ChoiceField(
        label="Who receives it: one agency", widget=forms.RadioSelect,
        help_text="Never the whole team. For two agencies, record two papers.",
    )  # fmt: skip
    to_user = forms.ChoiceField(
        label="One person of that agency", required=False,
        help_text="If the paper names a person. Otherwise each of the agency on this case.",
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer the agencies of this case that the kind of paper can bind."""
        sources = self.choices.sources(self.kind)
        self.offer("from_agency", [(str(one.key), one.name) for one in sources])
        several = [self.choices.recipients(self.kind, source) for source in sources]
        found = list({one.pk: one for found in several for one in found}.values())
        self.offer("to_agency", [(str(one.key), one.name) for one in found])
        if not found:
            self.fields["to_agency"].help_text = NOBODY
        people = [pair for one in found for pair in self._people(one)]
        self.offer("to_user", [("", "Nobody in particular"), *people])

    def _people(self, agency: Any) -> list[tuple[str, str]]:
        return [(key, f"{words} ({agency.name})") for key, words in self.choices.people_of(agency)]

    def clean(self) -> dict[str, Any]:
        """Refuse parties that do not fit together, each at its field."""
        held = self.cleaned_data
        source = self.choices.agency(held.get("from_agency", ""))
        recipient = self.choices.agency(held.get("to_agency", ""))
        if source is None or recipient is None:
            return held
        if recipient.pk not in {one.pk for one in self.choices.recipients(self.kind, source)}:
            words = "It shares with another agency. Choose who receives it."
            if source.pk not in (recipient.pk, self.choices.own.pk):
                words = f"What {source.name} shares with others is recorded there. Choose your own "
                words += "agency as the one that receives it."
            self.add_error("to_agency", words)
        person = self.choices.person(held.get("to_user", ""))
        if person is not None and person.agency_id != recipient.pk:
            self.add_error("to_user", f"{person.name} does not work for {recipient.name}.")
        return held


class ScopeForm(StepForm):
    """What exactly is shared."""

    categories = forms.MultipleChoiceField(
        label="What is shared", widget=forms.CheckboxSelectMultiple,
        help_text="Only what the paper names. Never everything.",
    )  # fmt: skip
    items = MaxText(
        label="The documents that the order names", max_length=2000, rows=4, required=False,
        help_text="One on each line, in the order's own words. Nothing else opens.",
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer what the sharing agency keeps and this kind of paper can open."""
        source = self.choices.agency(self.earlier.get("from_agency", ""))
        found = self.choices.categories(self.kind, source) if source else []
        self.offer("categories", [(one.value, LABELS[one]) for one in found])
        if len(found) == 1:
            self.fields["categories"].initial = [found[0].value]
        if self.kind != Kind.COURT_ORDER:
            del self.fields["items"]

    def clean_items(self) -> str:
        """Refuse what names no document."""
        items = lines_of(self.cleaned_data["items"])
        if not items:
            raise forms.ValidationError("Name each document that the order names, one on a line.")
        if any(names_everything(item) for item in items):
            raise forms.ValidationError("An order opens what it names, never everything.")
        if any(len(item) > 200 for item in items):
            raise forms.ValidationError("Name a document in 200 characters at most.")
        return "\n".join(items)


class PurposeForm(StepForm):
    """For what, and how long; always with an end."""

    purpose = forms.CharField(
        label="For what", max_length=80, help_text="What the recipient needs it for, as it says."
    )
    signed_on = forms.DateField(label="Signed on", initial=clock.today)
    starts_on = forms.DateField(label="First day", initial=clock.today)
    ends_on = forms.DateField(
        label="Last day", help_text="Always with an end, as short as the purpose allows."
    )
    binds_until = forms.DateField(
        label="Cannot be taken back before", required=False,
        help_text="Only if the consent says so: the day of final disposition at the latest. Taken "
        "back earlier, it ends on that day.",
    )  # fmt: skip

    def prepare(self) -> None:
        """Ask for what this kind of paper says."""
        if self.kind != Kind.PART2_JUSTICE_CONSENT:
            del self.fields["binds_until"]
        else:
            self.fields["purpose"].initial = "monitoring the treatment that is a condition"
        if self.kind == Kind.COURT_ORDER:
            self.fields["signed_on"].label = "Day of the order"
        else:
            most = f"At most {settings.AUTHORIZATION_MAX_DAYS} days."
            self.fields["ends_on"].help_text += f" {most}"

    def clean(self) -> dict[str, Any]:
        """Refuse days that do not follow each other, each at its field."""
        held, today = self.cleaned_data, clock.today()
        signed, starts, ends = (held.get(n) for n in ("signed_on", "starts_on", "ends_on"))
        if signed and signed > today:
            self.add_error("signed_on", "This day lies in the future. Give the day of signing.")
        if signed and signed < today - OLDEST:
            self.add_error("signed_on", "This was signed more than a year ago. Ask for a new one.")
        if signed and starts and starts < signed:
            self.add_error("starts_on", "It cannot begin before it is signed.")
        if starts and starts > today + OLDEST:
            self.add_error("starts_on", "It begins within a year. Choose an earlier day.")
        if ends and ends < max(starts or today, today):
            self.add_error("ends_on", "It ends on its first day or later, and not before today.")
        most = settings.AUTHORIZATION_MAX_DAYS if self.kind != Kind.COURT_ORDER else FARTHEST
        if ends and (ends - max(starts or today, today)).days > most:
            self.add_error("ends_on", f"At most {most} days. Choose an earlier day and renew it.")
        self._check_binding(held.get("binds_until"), ends)
        return held

    def _check_binding(self, until: date | None, ends: date | None) -> None:
        if until and ends and until > ends:
            self.add_error("binds_until", "Not later than the last day of the consent itself.")


class SignaturesForm(StepForm):
    """Who signed, and which statements the paper makes."""

    signer = forms.ChoiceField(
        label="Who signed", widget=forms.RadioSelect, choices=SIGNERS,
        help_text="Whoever caused the harm can never sign for someone else.",
    )  # fmt: skip
    own_name = forms.CharField(label="Name of the person whose information it is", max_length=120)
    other_name = forms.CharField(
        label="Name of the parent, guardian or representative", max_length=120, required=False
    )
    other_is_safe = forms.BooleanField(
        label="The parent, guardian or representative did not cause the harm", required=False
    )
    statements = forms.MultipleChoiceField(
        label="The paper says", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick what stands on it. What is not there is told on the next page.",
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer the statements that the law asks of this kind of paper."""
        self.fields["own_name"].initial = self.choices.about
        found = [e for e in REQUIRED.get(self.kind, ()) if e.name in STATEMENTS]
        words = [(e.name, f"{e.words[:1].upper()}{e.words[1:]} ({e.source})") for e in found]
        self.offer("statements", words)

    def clean(self) -> dict[str, Any]:
        """Ask for a second name where someone else signed."""
        held = self.cleaned_data
        if held.get("signer") in ("minor_guardian", "guardian", "representative"):
            if not held.get("other_name"):
                self.add_error("other_name", "Give the name of who signed for the person.")
            if not held.get("other_is_safe"):
                words = "Make sure of this, then tick it. Whoever caused the harm can never sign."
                self.add_error("other_is_safe", words)
        return held


class OrderForm(StepForm):
    """Which order it is."""

    order = forms.CharField(
        label="The order", max_length=120,
        help_text="Court, number and day, as it stands at its head.",
    )  # fmt: skip
    is_order = forms.BooleanField(
        label="It is an order that a judge signed. A subpoena is none and opens nothing",
    )


class RevokeForm(Form):
    """How it was taken back; it counts at once either way."""

    how = forms.ChoiceField(
        label="How was it taken back?", choices=Release.HowRevoked.choices, widget=forms.RadioSelect
    )
    by = forms.CharField(
        label="Who took it back", max_length=120, required=False,
        help_text="Leave this empty for a victim's release.",
    )  # fmt: skip


class PaperForm(Form):
    """The scan of the signed form."""

    file = forms.FileField(
        label="The signed form", help_text="A PDF, or a picture as PNG or JPEG.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={
            "required": "Choose the file. One that is too large does not arrive: scan it smaller.",
            "empty": "This file is empty. Scan the form again.",
        },
    )  # fmt: skip


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
