"""Reminders before a paper ends: to the recorder and the officer, each once, none when taken
back; the mail names no case."""

from datetime import timedelta

import pytest

from casemgmt.core import clock
from casemgmt.services.release import record_release, revoke_release
from casemgmt.services.release_reminder import remind_of_ends
from teams.mail.notice import message_for
from teams.models import Notice
from tests import build
from tests.casework import authorization
from tests.plugins.roles import as_owner


@pytest.fixture
def row(world):
    """Return a paper of 30 days from the center to the officer's agency."""
    to = (world.agencies["probation"].pk,)
    with as_owner():  # the cast's own papers end earlier: they are no part of this
        world.records["authorization"].delete()
        world.records["statement"].delete()
        world.records["victim_release"].delete()
    terms = authorization(world, to_agency_ids=to)
    return record_release(world.viewer("kim"), world.case.pk, terms=terms)


def told(world, at):
    """Let the scan run at a moment and return who is told by then, how often."""
    with clock.frozen_at(at):
        remind_of_ends()
        remind_of_ends()
    with as_owner():
        rows = Notice.objects.filter(kind="release_ending").select_related("recipient")
        return sorted(f"{one.recipient.username}:{one.about.rpartition(':')[2]}" for one in rows)


def test_the_recorder_and_the_officer_are_told_at_each_lead_and_once(world, row):
    end = row.ends_at
    assert told(world, end - timedelta(days=14, minutes=1)) == []
    assert told(world, end - timedelta(days=14)) == ["ana:14", "kim:14"]
    assert told(world, end - timedelta(days=5)) == ["ana:14", "kim:14"]
    every = ["ana:14", "ana:3", "kim:14", "kim:3"]
    assert told(world, end - timedelta(days=3)) == every
    assert told(world, end - timedelta(hours=1)) == every


def test_a_scan_that_comes_late_tells_the_nearer_lead_only(world, row):
    assert told(world, row.ends_at - timedelta(days=2)) == ["ana:3", "kim:3"]
    assert told(world, row.ends_at + timedelta(days=1)) == ["ana:3", "kim:3"]


def test_nobody_is_told_of_one_that_was_taken_back(world, row):
    assert told(world, row.ends_at - timedelta(days=14)) == ["ana:14", "kim:14"]
    with clock.frozen_at(row.ends_at - timedelta(days=10)):
        revoke_release(world.viewer("kim"), world.case.pk, row.pk, how="spoken")
    with as_owner():
        states = {one.state for one in Notice.objects.filter(kind="release_ending")}
    assert states == {"skipped"}
    assert told(world, row.ends_at - timedelta(days=3)) == ["ana:14", "kim:14"]


def test_an_incomplete_one_and_a_short_one_remind_nobody(world, row):
    with as_owner():
        type(row).objects.unscoped(reason="test").filter(pk=row.pk).update(missing=["date"])
    assert told(world, row.ends_at - timedelta(days=3)) == []
    terms = authorization(world, ends_at=build.moment(2))
    short = record_release(world.viewer("kim"), world.case.pk, terms=terms)
    assert told(world, short.ends_at - timedelta(days=1)) == []


def test_an_officer_whose_agency_is_no_party_is_not_told(world, row):
    terms = authorization(world, ends_at=row.ends_at)
    record_release(world.viewer("kim"), world.case.pk, terms=terms)  # to the advocates
    assert told(world, row.ends_at - timedelta(days=14)) == ["ana:14", "kim:14", "kim:14"]


def test_sealed_and_closed_cases_remind_nobody(world, row):
    with as_owner():
        world.case.stage = "closed"
        world.case.save()
    assert told(world, row.ends_at - timedelta(days=14)) == []


def test_the_officer_of_the_day_is_told(world, row):
    with as_owner():
        world.case.officer = world.people["cho"]
        world.case.save()
    assert told(world, row.ends_at - timedelta(days=14)) == ["cho:14", "kim:14"]


def test_the_mail_names_no_case(world, row):
    told(world, row.ends_at - timedelta(days=14))
    with as_owner():
        notice = Notice.objects.filter(kind="release_ending").first()
    body = message_for(notice).body
    for word in ("24-0117", "Marlow", "Linden", "Altona", str(row.pk), str(world.case.pk)):
        assert word not in body
