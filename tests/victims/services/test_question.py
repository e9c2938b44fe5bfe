"""Questions of the victims' side and the team's answers: general, kept with their time, each to
those who read the team's record (S3)."""

import pytest

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
from teams.models import Notice
from tests import build_victims
from tests.denials import events, notices
from victims.models import Answer, Question
from victims.selectors.question import questions_part, waiting_questions
from victims.services.question import AnswerWords, answer_question, ask_question

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
PLAIN = "When does the team look at travel again?"
TOLD = AnswerWords("told", "The next review is on March 3.")


def asked(world, name="maya"):
    return ask_question(world.viewer(name), world.case.pk, text=PLAIN)


def read_by(world, name):
    viewer = world.viewer(name)
    return questions_part(viewer, *access_case(viewer, world.case.pk))


@pytest.mark.parametrize("name", ["maya", "vic"])
def test_either_kind_of_advocate_asks_and_the_team_s_lead_is_told(world, name):
    row = asked(world, name)
    assert notices("question_asked") == {"ana", "cho"}
    assert events(subject_kind="question", subject_id=str(row.pk))[0].detail == {
        "act": "ask question"
    }
    for reader in ("ana", "kim", "maya", "vic", "rosa", "priya"):
        assert PLAIN in [one.text for one in read_by(world, reader).rows], reader


def test_nobody_else_speaks_for_victims_and_without_standing_there_is_no_case(world):
    for name in ("ana", "kim", "priya", "lee", "cho"):
        with pytest.raises(NotAllowed):
            asked(world, name)
    for name in ("tess", "ben", "dora", "petra", "sam", "eva"):
        with pytest.raises(NotVisible):
            asked(world, name)


@pytest.mark.parametrize("name", ["lee", "paul"])
def test_who_reads_other_items_only_reads_no_question_with_one_or_without(world, name):
    before = read_by(world, name)
    asked(world)
    after = read_by(world, name)
    assert before.rows == after.rows == []
    assert before.withheld.because == after.withheld.because == "never"


@pytest.mark.parametrize(
    "text",
    ["Did Dana ask for this?", "Is 9 Oak Lane out of reach?", "May he call 555-010-0199?",
     "What did John Marlow say?", "Is it as in 24-0900?"],
)  # fmt: skip
def test_what_names_or_places_somebody_is_refused_and_nothing_is_kept(world, text):
    maya = world.viewer("maya")
    before = Question.objects.unscoped(reason="test").count()
    with pytest.raises(RuleBroken, match="Take out"):
        ask_question(maya, world.case.pk, text=text, private_names=["Dana Whitlow"], looked=True)
    assert Question.objects.unscoped(reason="test").count() == before


def test_the_answer_ends_the_reminder_and_tells_who_asked(world):
    row = asked(world)
    assert notices("question_late") == {"ana", "cho"}
    answer_question(world.viewer("ana"), row.pk, words=TOLD)
    assert notices("question_late") == notices("question_asked") == set()
    assert notices("question_answered") == {"maya"}
    (shown,) = [one for one in read_by(world, "maya").rows if one.id == str(row.pk)]
    assert (shown.answers[0].text, shown.days) == (TOLD.text, 0)


def test_a_reminder_falls_due_with_the_last_day_and_no_mail_tells_what(world):
    row = asked(world)
    late = Notice.objects.filter(kind="question_late").first()
    assert (late.due_at.date() - row.asked_at.date()).days in (7, 8)
    assert not {"travel", str(world.case.pk)} & set(late.about.split())


@pytest.mark.parametrize("name", ["ana", "cho", "rosa"])
def test_the_officer_the_line_and_the_lead_of_the_meetings_answer(world, name):
    row = asked(world)
    assert answer_question(world.viewer(name), row.pk, words=TOLD).text == TOLD.text


def test_another_member_and_who_asks_do_not_answer(world):
    row = asked(world)
    for name in ("kim", "priya", "maya", "vic"):
        with pytest.raises(NotAllowed):
            answer_question(world.viewer(name), row.pk, words=TOLD)
    for name in ("ben", "tess", "dora", "petra"):
        with pytest.raises(NotVisible):
            answer_question(world.viewer(name), row.pk, words=TOLD)


def test_an_answer_names_no_victim_and_may_name_a_day(world):
    row = asked(world)
    with pytest.raises(RuleBroken, match="Vera"):
        answer_question(world.viewer("ana"), row.pk, words=AnswerWords("told", "Ask Vera."))
    assert not Answer.objects.unscoped(reason="test").exists()
    answer_question(world.viewer("ana"), row.pk, words=TOLD)


def test_a_later_answer_adds_and_changes_nothing(world):
    row = asked(world)
    answer_question(world.viewer("ana"), row.pk, words=TOLD)
    answer_question(world.viewer("cho"), row.pk, words=AnswerWords("partly", "The rest in May."))
    (shown,) = [one for one in read_by(world, "kim").rows if one.id == str(row.pk)]
    assert [one.author_name for one in shown.answers] == ["Ana Example", "Cho Example"]


def test_what_waits_is_of_one_s_own_cases(world):
    build_victims.make_question(world.other, world.people["tess"], "FOREIGN question")
    asked(world)
    texts = {one.text for one in waiting_questions(world.viewer("ana"))}
    assert texts == {PLAIN, "MARK-question words"}
    assert {one.text for one in waiting_questions(world.viewer("ben"))} == {"FOREIGN question"}
    assert waiting_questions(world.viewer("lee")) == []
