"""A victim's release: one item, one recipient, an end (T22, T25).

Taken back at any time, effective at once (T24).
"""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from audit.models import Event
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Release
from casemgmt.selectors.case import access_case
from casemgmt.services.conflict import declare_conflict
from teams.models import Membership, Notice
from teams.services.notice import notify
from tests.build import day
from tests.denials import notices
from tests.plugins.roles import as_owner
from victims.selectors.parts import statements_part
from victims.selectors.recipients import recipients_on
from victims.services.release import release_statement, withdraw_release

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def sees(world, name: str, *, at=None) -> list[str]:
    with clock.frozen_at(at or clock.now()):
        viewer = world.viewer(name)
        case, facts = access_case(viewer, world.case.pk)
        return [row.text for row in statements_part(viewer, case, facts).rows]


def test_a_release_opens_its_item_to_its_recipient_and_to_nobody_else(world, terms):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    for name in ("ana", "rosa", "cho"):
        assert statement.text in sees(world, name)
    for name in ("kim", "otto", "lee", "vic", "paul", "priya"):
        assert statement.text not in sees(world, name)


def test_a_release_to_one_person_opens_to_that_person_only(world, terms):
    ana = str(world.people["ana"].key)
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms(to_user=ana))
    assert statement.text in sees(world, "ana")
    for name in ("cho", "rosa"):
        assert statement.text not in sees(world, name)


def test_it_ends_at_the_midnight_after_its_last_day(world, terms):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms(days=15))
    end = statement.release.ends_at.astimezone(ZoneInfo("America/New_York"))
    assert (end.date(), end.hour, end.minute) == (day(16), 0, 0)
    assert statement.text in sees(world, "ana", at=end - timedelta(minutes=1))
    assert statement.text not in sees(world, "ana", at=end + timedelta(minutes=1))


def test_it_is_on_the_ledger_with_its_recipient_and_without_its_words(world, terms):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    with as_owner():
        event = Event.objects.filter(subject_kind="statement", kind="change").latest("id")
    assert (event.subject_id, event.recipient) == (
        str(statement.pk),
        "Altona Probation, supervision",
    )
    assert event.owner_agency_id == world.agencies["harbor"].pk
    assert "letters" not in str({f: getattr(event, f.attname) for f in event._meta.fields})


INVALID = (
    ({"item": ""}, "Name the item"),
    ({"item": "Everything"}, "never everything"),
    ({"item": " all  information. "}, "never everything"),
    ({"item": "everything she said"}, "never everything"),
    ({"item": "the whole file"}, "never everything"),
    ({"text": "  "}, "own words"),
    ({"to_agency": ""}, "one agency"),
    ({"to_agency": "team"}, "never to the whole team"),
    ({"to_agency": "00000000-0000-4000-8000-000000000000"}, "one agency"),
    ({"to_user": ""}, "Name the person of that agency"),
    ({"to_user": "role:treatment"}, "does not work for the agency"),
    ({"purpose": ""}, "what the recipient needs it for"),
    ({"ways": ()}, "In which ways|in which ways"),
    ({"days": None}, "without an end"),
    ({"days": 0}, "without an end"),
    ({"days": -3}, "without an end"),
    ({"days": 91}, "90 days at most"),
    ({"days": 31}, "More than 30 days"),
    ({"risks": ()}, "Talk through what"),
    ({"other_ways": ()}, "other ways"),
    ({"language": " "}, "which language"),
    ({"copy": ""}, "was given a copy"),
    ({"copy_language": ""}, "which language the copy"),
    ({"copy": "later", "copy_why": ""}, "why the victim has no copy"),
    ({"told_free": False}, "no service depends"),
    ({"signed_by": ""}, "who signed"),
    ({"signed_on": None}, "signed"),
    ({"signed_on": "tomorrow"}, "still to come"),
)


@pytest.mark.parametrize(("changes", "said"), INVALID)
def test_what_is_not_a_release_is_refused_with_the_part_named(world, terms, changes, said):
    if changes.get("signed_on") == "tomorrow":
        changes = {"signed_on": day(1)}
    maya = world.viewer("maya")
    before = Release.objects.unscoped(reason="test").count()
    with pytest.raises(RuleBroken, match=said):
        release_statement(maya, world.case.pk, terms=terms(**changes))
    assert Release.objects.unscoped(reason="test").count() == before


def test_all_missing_parts_are_named_at_once(world, terms):
    bare = terms(item="", text="", days=None, signed_by="", purpose="")
    with pytest.raises(RuleBroken) as raised:
        release_statement(world.viewer("maya"), world.case.pk, terms=bare)
    for said in (
        "Name the item",
        "own words",
        "without an end",
        "who signed",
        "what the recipient needs",
    ):
        assert said in str(raised.value)


def test_a_person_of_another_agency_is_no_recipient(world, terms):
    kim = str(world.people["kim"].key)
    with pytest.raises(RuleBroken, match="does not work for the agency"):
        release_statement(world.viewer("maya"), world.case.pk, terms=terms(to_user=kim))


def test_a_long_release_needs_to_be_wanted_and_the_cap_is_an_agency_s_to_set(
    world, terms, settings
):
    assert release_statement(
        world.viewer("maya"), world.case.pk, terms=terms(days=90, long_is_wanted=True)
    )
    settings.VICTIM_RELEASE_MAX_DAYS = 20
    with pytest.raises(RuleBroken, match="20 days at most"):
        release_statement(world.viewer("maya"), world.case.pk, terms=terms(days=21))


def test_recipients_are_people_of_other_agencies_at_the_table_today(world):
    viewer = world.viewer("maya")
    found = {r.name.split()[0].lower() for r in recipients_on(viewer, world.case)}
    assert found == {"ana", "kim", "otto", "priya", "lee", "vic", "paul", "cho"}


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "priya", "lee", "vic", "cho"])
def test_others_cannot_release_a_victim_s_words(world, terms, name):
    with pytest.raises(NotAllowed):
        release_statement(world.viewer(name), world.case.pk, terms=terms())


@pytest.mark.parametrize("name", ["tess", "ben", "dora", "petra", "sam"])
def test_without_standing_there_is_no_case_to_release_on(world, terms, name):
    with pytest.raises(NotVisible):
        release_statement(world.viewer(name), world.case.pk, terms=terms())


@pytest.mark.parametrize("how", ["spoken", "written"])
def test_a_withdrawal_counts_on_the_next_request(world, terms, how):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    assert statement.text in sees(world, "ana")
    withdraw_release(world.viewer("maya"), statement.release_id, how=how)
    assert statement.text not in sees(world, "ana")
    assert sees(world, "ana") == ["MARK-statement words"]  # another release stays as it was


def test_a_withdrawal_tells_the_recipient_to_stop_and_nobody_else_of_it(world, terms):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    withdraw_release(world.viewer("maya"), statement.release_id, how="spoken")
    for name, told in (("ana", ["release_revoked"]), ("kim", []), ("lee", [])):
        viewer = world.viewer(name)
        part = statements_part(viewer, *access_case(viewer, world.case.pk))
        assert [decision.because for decision in part.ended] == told
    assert "Do not use" in statements_part(*_for(world, "ana")).ended[0].how_to_ask


def _for(world, name):
    viewer = world.viewer(name)
    return viewer, *access_case(viewer, world.case.pk)


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "lee", "vic", "ben"])
def test_nobody_outside_the_organization_with_standing_withdraws(world, name):
    with pytest.raises(NotVisible):
        withdraw_release(world.viewer(name), world.records["victim_release"].pk, how="spoken")


def test_any_advocate_of_the_organization_withdraws_where_none_has_a_seat_any_more(world, terms):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    with as_owner():
        Membership.objects.filter(user=world.people["maya"]).delete()
        Notice.objects.all().delete()
        about = f"{statement.release_id}:3"
        notify(Notice.Kind.RELEASE_ENDING, [world.people["ana"].pk], about=about)
    assert statement.text in sees(world, "ana")
    tess = world.viewer("tess")
    assert withdraw_release(tess, statement.release_id, how="spoken") is None
    assert statement.text not in sees(world, "ana")
    assert notices("release_revoked") == {"ana", "cho"}
    with as_owner():
        assert Notice.objects.get(about=about).state == Notice.State.SKIPPED
        event = Event.objects.filter(subject_kind="release", kind="change").latest("id")
    assert (event.actor_id, event.owner_agency_id) == (tess.user_id, tess.agency_id)
    with pytest.raises(NotVisible):  # once, and only what is the organization's own
        withdraw_release(world.viewer("tess"), statement.release_id, how="spoken")
    with pytest.raises(NotVisible):
        withdraw_release(world.viewer("tess"), world.records["authorization"].pk, how="spoken")


def test_a_conflict_of_interest_keeps_an_advocate_from_that_too(world, terms):
    statement = release_statement(world.viewer("maya"), world.case.pk, terms=terms())
    declare_conflict(world.viewer("maya"), world.case.pk)
    with pytest.raises(NotVisible):
        withdraw_release(world.viewer("maya"), statement.release_id, how="spoken")
    withdraw_release(world.viewer("tess"), statement.release_id, how="spoken")
    assert statement.text not in sees(world, "ana")


def test_an_authorization_is_not_an_advocate_s_to_withdraw(world):
    with pytest.raises(NotVisible):
        withdraw_release(world.viewer("maya"), world.records["authorization"].pk, how="spoken")


def test_a_withdrawal_is_made_once_and_says_how(world):
    release_id = world.records["victim_release"].pk
    with pytest.raises(RuleBroken, match="in speech or in writing"):
        withdraw_release(world.viewer("maya"), release_id, how="")
    viewer = world.viewer("maya")
    release = withdraw_release(viewer, release_id, how="spoken")
    assert (release.revoked_at, release.revoked_how) == (viewer.now, "spoken")
    with pytest.raises(RuleBroken, match="withdrawn before"):
        withdraw_release(world.viewer("maya"), release_id, how="written")


def test_someone_of_the_organization_who_is_no_advocate_does_not_withdraw(world):
    viewer = replace(world.viewer("maya"), discipline=world.viewer("vic").discipline)
    world.viewer("maya")
    with pytest.raises(NotVisible):
        withdraw_release(viewer, world.records["victim_release"].pk, how="spoken")
