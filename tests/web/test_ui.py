"""The components: words for each state, escaping, and addresses that hold."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from casemgmt.core.clock import frozen_at

NOON = datetime(2026, 3, 14, 16, 0, tzinfo=UTC)  # noon in New York


def show(source, **context):
    with frozen_at(NOON):
        return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 3, 14), "(today)"),
        (date(2026, 3, 15), "(tomorrow)"),
        (date(2026, 3, 13), "(yesterday)"),
        (date(2026, 3, 19), "(in 5 days)"),
        (date(2026, 3, 11), "(3 days ago)"),
        (date(2026, 9, 14), "(in 6 months)"),
        (date(2020, 3, 14), "(6 years ago)"),
    ],
)
def test_a_day_is_exact_and_relative(value, words):
    shown = show("{% day value %}", value=value)
    assert f'<time datetime="{value.isoformat()}">' in shown
    assert words in shown


def test_a_day_alone():
    assert show("{% day value relative=False %}", value=date(2026, 3, 1)).endswith(
        "Mar 1, 2026</time>"
    )


def test_a_moment_late_in_utc_is_the_local_day():
    moment = datetime(2026, 3, 14, 2, 30, tzinfo=UTC)
    assert "Mar 13, 2026" in show("{% day value %}", value=moment)
    assert "Mar 13, 2026, 10:30 p.m." in show("{% moment value %}", value=moment)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (16, 0, "just now"),
        (15, 30, "30 minutes ago"),
        (13, 0, "3 hours ago"),
        (18, 0, "in 2 hours"),
    ],
)
def test_a_moment_says_how_long_ago(hour, minute, words):
    assert f"({words})" in show("{% moment value %}", value=NOON.replace(hour=hour, minute=minute))


def test_nothing_is_said_as_nothing():
    assert "not set" in show("{% day None %}")
    assert "not yet" in show("{% moment None %}")


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (date(2026, 3, 11), "Overdue by 3 days"),
        (date(2026, 3, 13), "Overdue by 1 day"),
        (date(2026, 3, 14), "Due today"),
        (date(2026, 3, 19), "Due in 5 days"),
        (NOON, "Due today"),
        ({"due_on": date(2026, 3, 1), "done_on": date(2026, 3, 2)}, "Done Mar 2, 2026"),
        (SimpleNamespace(due_on=date(2026, 3, 14)), "Due today"),
        (None, "Not started"),
    ],
)
def test_due_is_said_in_words(item, words):
    assert words in show("{% due item %}", item=item)


def test_a_badge_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="Use one of: error, info"):
        show('{% badge "Late" "red" %}')


def test_withheld_says_why_and_how_to_ask():
    decision = SimpleNamespace(reason_text="No release.", how_to_ask="Ask for a release.")
    shown = show('{% withheld decision "Statement" %}', decision=decision)
    assert "Statement: withheld" in shown
    assert "No release." in shown
    assert "Ask for a release." in shown


@pytest.mark.parametrize(
    "source",
    [
        "{% badge text %}",
        "{% withheld text text %}",
        "{% panel text %}{{ text }}{% endpanel %}",
        "{% table text %}<tbody><tr><td>{{ text }}</td></tr></tbody>{% endtable %}",
        "{% bars rows caption=text label=text value=text %}",
    ],
)
def test_what_people_wrote_is_escaped(source):
    rows = [{"label": "<b>x</b>", "value": 1, "url": '"><b>x</b>'}]
    assert "<b>" not in show(source, text="<b>x</b>", rows=rows)


def test_a_panel_can_be_linked_to():
    shown = show('{% panel "Next steps" %}x{% endpanel %}')
    assert 'id="next-steps" aria-labelledby="next-steps-heading"' in shown


def test_a_table_can_be_scrolled_by_keyboard_and_walked_by_key():
    shown = show('{% table "Cases" rows=True %}{% endtable %}')
    assert 'role="region" aria-labelledby="table-cases-caption" tabindex="0"' in shown
    assert " data-rows>" in shown


def test_bars_share_one_scale_and_keep_their_numbers():
    rows = [
        {"label": "Ana", "value": 40},
        {"label": "Ben", "value": 10},
        {"label": "Tom", "value": 0},
    ]
    shown = show('{% bars rows caption="Cases" %}', rows=rows)
    assert all(width in shown for width in ('width="100.00"', 'width="25.00"', 'width="0.00"'))
    assert shown.count('<td class="number">') == 3
    assert "style=" not in shown


def test_stacked_bars_have_a_column_for_each_part():
    parts = [{"label": "Level I", "value": 3}, {"label": "Level II", "value": 1}]
    shown = show('{% bars rows caption="Cases" %}', rows=[{"label": "Ana", "parts": parts}])
    assert 'x="75.00"' in shown
    assert "Level II" in shown
    assert "Total" in shown


def test_a_chart_of_nothing_says_so():
    assert "nothing to count" in show('{% bars rows caption="Cases" %}', rows=[])


def test_a_qr_code_is_inline_svg():
    shown = show('{% qr "otpauth://totp/x" "QR code" %}')
    assert shown.startswith("<svg")
    assert "data:" not in shown


def test_words_come_from_the_vocabulary():
    assert show('{% term "person" plural=True capital=True %}') == "People under supervision"
    with pytest.raises(KeyError, match="perso"):
        show('{% term "perso" %}')
