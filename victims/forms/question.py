"""The forms of a question to the team and of the team's answer."""

from django import forms

from casemgmt.web.forms import Form, MaxText
from victims.models import Answer
from victims.services.question import AnswerWords


class QuestionForm(Form):
    """A question in general words; the service says what would have to go."""

    text = MaxText(
        label="Question to the team",
        max_length=1000,
        rows=4,
        help_text="In general words, as it could be asked on any case. Not whether a victim asks, "
        "and not which. No names, places or numbers. Example: When does the team look at travel "
        "again?",
    )
    looked = forms.BooleanField(
        label="I looked: no capitalized words in it name a person or a place", required=False
    )


class AnswerForm(Form):
    """What the team tells."""

    kind = forms.ChoiceField(label="Answer", choices=Answer.Kind.choices, widget=forms.RadioSelect)
    text = MaxText(
        label="What the team tells",
        max_length=2000,
        rows=5,
        help_text="Status facts: the stage, the officer, the next hearing, the next review, "
        "conditions that protect. Nothing of treatment or exams unless the person authorized it. "
        "No victim's name. Where the team may not tell, say who decides.",
    )

    def words(self) -> AnswerWords:
        """Return the answer; only after is_valid()."""
        return AnswerWords(self.cleaned_data["kind"], self.cleaned_data["text"])
