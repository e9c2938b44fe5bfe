"""The forms of an exam: the referral sheet, and the examiner's report."""

from collections.abc import Sequence
from typing import Any

from django import forms

from casemgmt.models import ExamReferral, ExamResult
from casemgmt.services.polygraph import ReferralWords, ResultWords
from casemgmt.web.forms import Form, MaxText


class ReferralForm(Form):
    """What an examiner is asked; it is the examiner's whole view of the person."""

    kind = forms.ChoiceField(
        label="Kind of exam", choices=ExamReferral.Kind.choices, widget=forms.RadioSelect,
        help_text="One kind in one exam: do not mix time frames or targets.",
    )  # fmt: skip
    areas = MaxText(
        label="Areas to ask about", max_length=2000, rows=4,
        help_text="What is asked, not of whom. Name no victim: "
        "no name, address, school or date of birth.",
    )  # fmt: skip
    suitability = MaxText(
        label="Facts on suitability", max_length=2000, rows=3, required=False,
        help_text="Health, medication, language: only what the person agreed to share.",
    )  # fmt: skip
    period = forms.CharField(label="Period covered", max_length=80, required=False)
    examiner = forms.ChoiceField(label="Examiner")
    scheduled_on = forms.DateField(
        label="Day of the exam", required=False, help_text="Moves the date that is due on the case."
    )

    def __init__(self, *args: Any, examiners: Sequence[tuple[str, str]], **options: Any) -> None:
        """Take the examiners of the case's team whose approval is current."""
        super().__init__(*args, **options)
        self.fields["examiner"].choices = [("", "Choose"), *examiners]  # type: ignore[attr-defined]
        if not examiners:
            self.fields[
                "examiner"
            ].help_text = (
                "No examiner with a current approval sits on this case's team. Ask the coordinator."
            )

    def words(self) -> ReferralWords:
        """Return what the sheet says."""
        kept = {k: v for k, v in self.cleaned_data.items() if k != "examiner"}
        return ReferralWords(**kept)


class ResultForm(Form):
    """What came of an exam."""

    result = forms.ChoiceField(
        label="Result", choices=ExamResult.Result.choices, widget=forms.RadioSelect
    )
    examined_on = forms.DateField(label="Day of the exam")
    statements = MaxText(
        label="Statements before and after the test", max_length=6000, rows=6, required=False,
        help_text="What the person said, in the person's words. No names of victims.",
    )  # fmt: skip

    def words(self) -> ResultWords:
        """Return what the report says."""
        return ResultWords(**self.cleaned_data)
