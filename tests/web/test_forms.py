"""Forms: what USWDS asks for, ids that exist, and words that say what to do."""

import re

import pytest
from django import forms
from django.http import QueryDict

from casemgmt.core.errors import RuleBroken
from casemgmt.web.forms import Form, MaxText
from casemgmt.web.styleguide import SampleForm


class Note(Form):
    subject = forms.CharField(max_length=50, help_text="In a few words.")
    text = MaxText(max_length=300)


def ids(html):
    return re.findall(r' id="([^"]+)"', html)


@pytest.fixture(params=["empty", "wrong"])
def html(request):
    data = {"held_on": "2026-02-30", "place": "moon", "note": "x" * 4100}
    return str(SampleForm(data if request.param == "wrong" else None))


def test_every_id_is_there_once(html):
    assert len(ids(html)) == len(set(ids(html)))


def test_what_describes_and_what_labels_exists(html):
    named = re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]+)"', html)
    assert {name for names in named for name in names.split()} <= set(ids(html))


def test_the_error_summary_leads_to_the_fields():
    html = str(SampleForm({}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets
    assert set(targets) <= set(ids(html))


def test_no_inline_style_or_script(html):
    assert not re.search(r"<style|<script| style=| on\w+=", html)


def test_uses_the_browsers_own_date_picker():
    assert 'type="date"' in str(SampleForm()["held_on"])


def test_a_group_of_checkboxes_is_not_a_group_of_radio_buttons():
    group = SampleForm()["present"].as_field_group()
    assert "usa-checkbox__input" in group
    assert "usa-radio" not in group


def test_required_is_said_in_words():
    assert "(required)" in Note()["subject"].as_field_group()


def test_says_how_much_room_there_is_without_a_script():
    field = Note()["text"].as_field_group()
    assert "At most 300 characters." in field
    assert 'maxlength="300"' in field
    assert 'aria-describedby="id_text_count"' in field


def test_a_short_field_has_no_count():
    assert "At most" not in Note()["subject"].as_field_group()


def test_a_line_end_counts_as_the_browser_counts_it():
    form = Note({"subject": "a", "text": "a\r\n" * 150})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == ("a\n" * 150).strip()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("held_on", "2026-02-30", "Choose a day that exists"),
        ("held_on", "", "Fill this in."),
        ("place", "moon", "Choose one of the choices that are shown."),
        ("place", "", "Choose one."),
        ("present", "nobody", "Choose among the choices that are shown."),
        ("note", "x" * 4001, "4001 characters and there is room for 4000"),
        ("subject", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_bad_input_is_answered_with_what_to_do(field, value, words):
    data = QueryDict(mutable=True)
    data[field] = value
    assert words in str(SampleForm(data).errors[field])


def test_a_forged_value_is_not_repeated_to_the_person():
    assert "moon" not in str(SampleForm({"place": "moon"}).errors)


def test_an_authors_own_words_stay():
    class Own(Form):
        day = forms.DateField(error_messages={"required": "When was it?"})

    assert "When was it?" in str(Own({}).errors)


def test_ten_megabytes_in_a_text_field_are_refused_and_kept():
    text = "x" * 10_000_000
    form = Note({"subject": "a", "text": text})
    assert not form.is_valid()
    assert text in str(form["text"])


def test_a_text_field_needs_a_limit():
    class Endless(Form):
        text = forms.CharField()

    with pytest.raises(TypeError, match=r"Endless\.text needs a max_length"):
        Endless()


def test_knows_the_viewer():
    viewer = object()
    assert Note(viewer=viewer).viewer is viewer


def test_shows_what_a_service_refused():
    form = Note({"subject": "a", "text": "b"})
    form.reject(RuleBroken("The contact lies in the future. Choose today or an earlier day."))
    form.reject("Leave out the phone number.", "text")
    html = str(form)
    assert "The contact lies in the future." in html
    assert "Text: Leave out the phone number." in html


def test_input_is_shown_again_escaped():
    html = str(Note({"subject": "<script>alert(1)</script>", "text": ""}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


class When(Form):
    at = forms.DateTimeField()


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_outside_of_the_calendar_is_told_at_its_field(typed):
    form = When({"at": typed})
    assert form.errors["at"] == ["Check the year: it lies between 1900 and 2199."]
    assert When({"at": "2026-03-14T10:30"}).is_valid()
