"""The duty to warn: kept word for word, no access for the receiver, nothing to the team by default
(T44, T45, B-WARN-1..4)."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from audit.models import Event
from casemgmt.core.errors import NotVisible
from casemgmt.models import ThreatWarning
from casemgmt.policy.warning import WarningTerms
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.threat_warning import access_warning, list_warnings, warnings_made
from casemgmt.services.faults import Fault
from casemgmt.services.threat_warning import WarningRefused, add_entry, keep_warning
from teams.models import User
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
HOUR = timedelta(hours=1)


def terms(viewer, **changes):
    valid = {
        "learned_at": viewer.now - HOUR, "threat": "MARK-threat", "learned_from": "person",
        "decision": "warn", "recipient": "MARK-receiver", "exact_words": "MARK-words: leave now.",
        "method": "phone", "told_at": viewer.now,
    }  # fmt: skip
    return WarningTerms(**(valid | changes))


def kept(world, name="kim", *, team_may_know=False, **changes):
    viewer = world.viewer(name)
    made = terms(viewer, **changes)
    return keep_warning(viewer, world.case.pk, terms=made, team_may_know=team_may_know)


def seen_by(world, name):
    viewer = world.viewer(name)
    return warnings_made(viewer, facts_for(viewer, [world.case])[str(world.case.pk)])


def test_it_is_kept_with_basis_content_time_and_way_and_the_receiver_gets_no_account(
    world, settings
):
    settings.DUTY_STATE = "CT"
    with as_owner():
        before = User.objects.count()
    row = kept(world)
    shown = access_warning(world.viewer("kim"), row.pk)
    assert (shown.row.duty, shown.row.exact_words) == ("permissive", "MARK-words: leave now.")
    assert not shown.late_entry
    with as_owner():
        assert User.objects.count() == before
        event = Event.objects.get(subject_kind="threat warning", kind="change")
    assert event.authority_ref == "permissive"
    assert event.case_id == world.case.pk
    assert "MARK" not in str(event.__dict__)


def test_where_no_duty_is_set_it_says_so_and_is_kept(world):
    assert kept(world).duty == "not_set"


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "otto", "petra", "lee"])
def test_the_team_reads_nothing_of_it(world, name):
    row = kept(world)
    viewer = world.viewer(name)
    assert list_warnings(viewer) == []
    assert not ThreatWarning.objects.unscoped(reason="test").exists()
    with pytest.raises(NotVisible):
        access_warning(viewer, row.pk)
    with pytest.raises(NotVisible):
        add_entry(viewer, row.pk, kind="police", happened_at=viewer.now, words="X")


def test_the_assessors_own_line_reads_it(world):
    row = kept(world, "ana")
    assert [one.row.pk for one in list_warnings(world.viewer("rosa"))] == [row.pk]


def test_the_team_learns_that_one_was_made_only_where_site_and_assessor_say_so(world, settings):
    kept(world, team_may_know=True)
    assert seen_by(world, "ana") == []  # the site does not
    settings.TEAM_LEARNS_OF_WARNINGS = True
    assert seen_by(world, "ana") == []  # what was kept before stays as it was
    kept(world)
    assert seen_by(world, "ana") == []  # the assessor does not
    row = kept(world, team_may_know=True)
    assert seen_by(world, "ana") == [row.told_at]
    world.viewer("ben")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM warnings_made(%s)", [str(world.case.pk)])
        assert cursor.fetchone() == (0,)  # no standing, nothing


def test_what_was_learned_in_substance_use_treatment_carries_none_of_it(world, settings):
    settings.TEAM_LEARNS_OF_WARNINGS = True
    sud = {"learned_from": "sud_treatment"}
    with pytest.raises(WarningRefused) as caught:
        kept(world, exact_words="He relapsed and is coming.", **sud)
    assert {fault.field for fault in caught.value.faults} == {"exact_words", "gate"}
    with as_owner():
        assert Event.objects.filter(subject_kind="threat warning", kind="refusal").count() == 1
    row = kept(world, gate="non_identifying", team_may_know=True, **sud)
    assert not row.team_may_know
    assert seen_by(world, "ana") == []
    kim = world.viewer("kim")
    with pytest.raises(Fault, match="Take out"):
        add_entry(kim, row.pk, kind="police", happened_at=kim.now, words="Told of his heroin use")
    kept(world, gate="emergency", affiliation="St. Example, emergency room", **sud)


def test_what_follows_is_labelled_late(world, monkeypatch):
    row = kept(world, told_at=world.viewer("kim").now - 26 * HOUR,
               learned_at=world.viewer("kim").now - 27 * HOUR)  # fmt: skip
    kim = world.viewer("kim")
    add_entry(kim, row.pk, kind="consulted", happened_at=kim.now - 25 * HOUR, words="Dr. Ito")
    shown = access_warning(kim, row.pk)
    assert shown.late_entry
    assert [(e.late_entry, e.after_a_day) for e in shown.entries] == [(True, True)]
    fresh = kept(world)
    add_entry(kim, fresh.pk, kind="police", happened_at=kim.now, words="Told")
    (entry,) = access_warning(world.viewer("kim"), fresh.pk).entries
    assert not entry.late_entry
    assert access_warning(world.viewer("kim"), fresh.pk).told_of_police


def test_nobody_without_standing_keeps_one_and_nothing_is_rewritten(world):
    with pytest.raises(NotVisible):
        kept(world, "ben")
    kept(world)
    for statement in (
        "UPDATE casemgmt_threatwarning SET threat = ''",
        "DELETE FROM casemgmt_threatwarning",
        "DELETE FROM casemgmt_warningentry",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_page_keeps_it_and_says_at_each_field_what_to_mend(world, client_as, settings):
    kim, address = client_as("kim"), f"/cases/{world.case.pk}/warn/"
    assert b"Not set: ask counsel" in kim.get(address).content
    sent = {
        "threat": "TYPED threat", "learned_from": "sud_treatment", "learned_at": "2026-01-01T10:00",
        "decision": "warn", "recipient": "TYPED", "exact_words": "TYPED: he is drunk",
        "method": "phone", "told_at": "2026-01-01T10:05",
    }  # fmt: skip
    answer = kim.post(address, sent)
    assert answer.status_code == 422
    assert b"Take out: drunk" in answer.content
    assert b"TYPED threat" in answer.content
    page = kim.post(address, sent | {"learned_from": "person"}).url
    assert b"Late entry" in kim.get(page).content
    assert client_as("ana").get(page).status_code == 404
    settings.TEAM_LEARNS_OF_WARNINGS = True
    kim.post(address, sent | {"learned_from": "person", "team_may_know": "on"})
    assert (
        b"A warning of a threat was made"
        in client_as("ana").get(f"/cases/{world.case.pk}/").content
    )
