"""Events of a case: who records them, and what of them each discipline reads."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.selectors.case import access_case
from casemgmt.selectors.sections import open_sections
from casemgmt.selectors.timeline import timeline_of
from casemgmt.services.case_event import EventWords, record_event
from tests.build import moment

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
HEARING = EventWords("hearing", moment(20), "Altona Courthouse", "MARK-officer words")


def seen(world, name):
    """Return the events of the case as a person's case file shows them."""
    viewer = world.viewer(name)
    sections = open_sections(viewer, *access_case(viewer, world.case.pk))
    return [row for section in sections for row in section.groups.get("caseevent", [])]


def test_an_officer_records_it_and_advocates_read_what_when_and_where(world):
    record_event(world.viewer("ana"), world.case.pk, words=HEARING)
    (own,) = seen(world, "ana")
    assert own.values["note"] == "MARK-officer words"
    for name in ("maya", "vic", "paul"):
        (row,) = seen(world, name)
        assert row.values["place"] == "Altona Courthouse"
        assert "note" not in row.values


@pytest.mark.parametrize("name", ["kim", "priya", "lee"])
def test_a_hearing_is_no_part_of_what_others_receive(world, name):
    record_event(world.viewer("ana"), world.case.pk, words=HEARING)
    assert seen(world, name) == []


@pytest.mark.parametrize("name", ["kim", "lee"])
def test_an_arrest_belongs_to_compliance(world, name):
    words = EventWords("violation", moment(-1), "Altona", "MARK-officer words")
    record_event(world.viewer("ana"), world.case.pk, words=words)
    (row,) = seen(world, name)
    assert "note" not in row.values


@pytest.mark.parametrize("name", ["maya", "vic", "kim", "lee", "paul"])
def test_nobody_but_supervision_records_one(world, name):
    with pytest.raises(NotAllowed):
        record_event(world.viewer(name), world.case.pk, words=HEARING)
    with pytest.raises(NotVisible):
        record_event(world.viewer("ben"), world.case.pk, words=HEARING)


def test_what_cannot_be_known_ahead_and_where_the_person_lives_are_refused(world):
    ana = world.viewer("ana")
    with pytest.raises(RuleBroken, match="ahead"):
        record_event(ana, world.case.pk, words=EventWords("violation", moment(1)))
    for place in ("9 Oak Lane", "Oak Lane", "Apt 4, Altona"):
        with pytest.raises(RuleBroken, match="area alone"):
            record_event(ana, world.case.pk, words=EventWords("move", moment(-1), place))
    record_event(ana, world.case.pk, words=EventWords("move", moment(-1), "Altona, north"))


def test_a_correction_stays_beside_what_it_corrects_and_nobody_rewrites(world):
    ana = world.viewer("ana")
    first = record_event(ana, world.case.pk, words=HEARING)
    later = EventWords("hearing", moment(20) + timedelta(hours=2), "Altona Courthouse")
    record_event(ana, world.case.pk, words=later, corrects_id=first.pk)
    assert sorted(row.is_corrected for row in seen(world, "ana")) == [False, True]
    with pytest.raises(RuleBroken, match="corrects this one already"):
        record_event(ana, world.case.pk, words=later, corrects_id=first.pk)
    for statement in ("UPDATE casemgmt_caseevent SET place = ''", "DELETE FROM casemgmt_caseevent"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_it_stands_on_the_timeline_of_who_may_read_it(world):
    record_event(world.viewer("ana"), world.case.pk, words=HEARING)

    def kinds(name):
        viewer = world.viewer(name)
        months = timeline_of(viewer, *access_case(viewer, world.case.pk))
        return {moment.row.kind for month in months for moment in month.moments}

    assert "caseevent" in kinds("maya")
    assert "caseevent" not in kinds("kim")


def test_the_form_keeps_what_was_typed_and_records_it(world, client_as):
    ana, address = client_as("ana"), f"/cases/{world.case.pk}/events/add/"
    wrong = {"kind": "abscond", "happens_at": "2099-01-01T10:00", "note": "Typed with care."}
    answer = ana.post(address, wrong)
    assert answer.status_code == 422
    assert "Typed with care." in answer.content.decode()
    assert ana.post(address, wrong | {"happens_at": "2026-01-02T10:00"}).status_code == 302
    assert "Whereabouts unknown" in ana.get(f"/cases/{world.case.pk}/").content.decode()
    assert client_as("maya").get(address).status_code == 403
    assert client_as("ben").get(address).status_code == 404
