"""Minors: who signs beside them, who never does, and what ends with the 18th birthday."""

from datetime import timedelta

import pytest

from casemgmt.core import clock
from casemgmt.core.walltime import start_of
from tests.build import day
from tests.plugins.roles import as_owner
from tests.victims.confidential.release_form import add_url, release_form
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent
from victims.confidential.router import ALIAS
from victims.confidential.selectors.sheet import tasks_ahead
from victims.confidential.selectors.signing import signers_of
from victims.confidential.services.sheet import SheetWords, keep_sheet
from victims.confidential.wall import open_for
from victims.models import Statement
from victims.services.signed import ALONE, APPOINTED, BESIDE

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])
MOTHER, FATHER = "Carla Whitlow", "Bruno Whitlow"


def years_before(on, years):
    return on.replace(year=on.year - years)


@pytest.fixture
def daughter(world, add_victim):
    """Return a victim of 15 with a mother who may sign and a father who never may."""
    client_id = add_victim("Dana Whitlow")
    with inside(world) as maya:
        for name, relation, caused in ((MOTHER, "mother", "no"), (FATHER, "father", "yes")):
            answers = {
                "name": name, "to_victim": relation, "to_person": f"MARK-{relation} relation",
                "guardian": "yes", "caused_harm": caused, "has_record": "yes",
            }  # fmt: skip
            keep_sheet(maya, client_id, words=SheetWords("family", day(-1), answers))
    return client_id


def guardian(world, client_id, name, person=""):
    with inside(world) as maya:
        facts = signers_of(maya, client_id, person=person)
    return next(one.key for one in facts.family if one.name == name)


def typed(world, client_id, name=MOTHER, **changes):
    born = years_before(day(0), 15).isoformat()
    form = release_form(world, client_id, signed_by=BESIDE, born=born)
    return form | {"guardian": guardian(world, client_id, name)} | changes


def statement():
    with as_owner():
        rows = Statement.objects.unscoped(reason="test").select_related("release")
        return rows.filter(item="wishes about letters").first()


def test_a_minor_and_a_parent_who_did_no_harm_sign_together(world, client_as, daughter):
    answer = client_as("maya").post(add_url(world.case), typed(world, daughter))
    assert answer.status_code == 302
    row = statement()
    assert row.release.signed_by == "the victim and a parent or guardian"
    stored = str([vars(row), vars(row.release)])
    for word in ("Carla", "Dana", "MARK-", str(years_before(day(0), 15))):
        assert word not in stored


def test_whoever_caused_the_harm_never_signs_and_the_advocate_is_told(world, client_as, daughter):
    maya = client_as("maya")
    for _ in range(2):  # the alert stands once
        answer = maya.post(add_url(world.case), typed(world, daughter, FATHER))
        assert answer.status_code == 422
        assert "can never sign" in answer.content.decode()
    assert statement() is None
    with inside(world) as viewer:
        assert [task.client_id for task in tasks_ahead(viewer)] == [daughter]
    with as_owner(ALIAS):
        events = AdvocacyEvent.objects.unscoped(reason="test")
        assert events.filter(because="caused_harm", client_id=daughter).count() == 2


def test_the_person_under_supervision_never_signs_whatever_the_sheet_says(
    world, client_as, add_victim
):
    client_id = add_victim("Dana Whitlow")
    person = world.case.person_name
    with inside(world) as maya:
        answers = {"name": person, "to_victim": "father", "guardian": "yes", "caused_harm": "no"}
        keep_sheet(maya, client_id, words=SheetWords("family", day(-1), answers))
    answer = client_as("maya").post(add_url(world.case), typed(world, client_id, person))
    assert answer.status_code == 422
    assert "can never sign" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"guardian": ""}, "which parent or guardian signed"),
        ({"guardian": "00000000-0000-4000-8000-000000000000"}, "Choose one"),
        ({"born": ""}, "day of birth"),
        ({"born": "1990-01-01"}, "of age"),
        ({"signed_by": ALONE}, "Choose one"),
    ],
)
def test_what_a_minors_release_lacks_is_named(world, client_as, daughter, changes, said):
    answer = client_as("maya").post(add_url(world.case), typed(world, daughter, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert statement() is None


def test_a_parent_of_whom_nobody_said_that_no_harm_was_done_does_not_sign(
    world, client_as, add_victim
):
    client_id = add_victim("Dana Whitlow")
    with inside(world) as maya:
        answers = {"name": MOTHER, "to_victim": "mother", "guardian": "yes"}
        keep_sheet(maya, client_id, words=SheetWords("family", day(-1), answers))
    answer = client_as("maya").post(add_url(world.case), typed(world, client_id))
    assert answer.status_code == 422
    assert "First write down under Family" in answer.content.decode()


@pytest.mark.parametrize("signed_by", [BESIDE, APPOINTED])
def test_what_is_signed_for_a_minor_ends_at_the_18th_birthday_to_the_minute(
    world, client_as, daughter, signed_by
):
    birthday = day(6)
    born = years_before(birthday, 18).isoformat()
    form = typed(world, daughter, born=born, signed_by=signed_by)
    assert client_as("maya").post(add_url(world.case), form).status_code == 302
    left = start_of(birthday) - statement().release.ends_at
    assert timedelta(0) <= left < timedelta(seconds=1)
    address = f"/cases/{world.case.pk}/victim/"
    for moment, is_there in ((-60, True), (60, False)):
        with clock.frozen_at(start_of(birthday) + timedelta(seconds=moment)):
            body = client_as("ana").get(address).content.decode()
            assert ("Please, no letters." in body) == is_there


def test_after_the_birthday_the_own_consent_is_needed(world, client_as, daughter):
    """The day that the first form gave is on record: it is not asked again, nor argued with."""
    birthday = day(3)
    born = years_before(birthday, 18).isoformat()
    maya = client_as("maya")
    assert maya.post(add_url(world.case), typed(world, daughter, born=born)).status_code == 302
    as_adult = release_form(world, daughter, item="of age", signed_by="the victim")
    early = maya.post(add_url(world.case), as_adult)
    assert early.status_code == 422
    assert "is a minor until" in early.content.decode()
    with clock.frozen_at(start_of(birthday) + timedelta(hours=9)):
        maya = client_as("maya")
        late = maya.post(add_url(world.case), typed(world, daughter, item="too late"))
        assert late.status_code == 422
        assert "is of age and signs alone" in late.content.decode()
        assert maya.post(add_url(world.case), as_adult).status_code == 302


def test_a_minor_signs_alone_where_the_law_lets_one(world, client_as, daughter, settings):
    settings.VICTIM_MINOR_ALONE_FROM = 15
    maya = client_as("maya")
    born = years_before(day(1), 15).isoformat()
    form = release_form(world, daughter, signed_by=ALONE, born=born)
    young = maya.post(add_url(world.case), form)
    assert young.status_code == 422
    assert "from the age of 15 on" in young.content.decode()
    form |= {"born": years_before(day(0), 15).isoformat()}
    assert maya.post(add_url(world.case), form).status_code == 302
    assert statement().release.signed_by == "the victim"


def test_a_mothers_record_and_her_daughters_stay_apart(world, client_as, daughter, add_victim):
    """T28: each has a record; how they belong together shows on the advocate's side alone."""
    mother = add_victim(MOTHER, relation="MARK-partner")
    maya = client_as("maya")
    assert maya.post(add_url(world.case), typed(world, daughter)).status_code == 302
    hers = maya.get(f"/victims/people/{mother}/released/").content.decode()
    assert "Please, no letters." not in hers
    family = maya.get(f"/victims/people/{daughter}/sheets/family/").content.decode()
    assert "MARK-mother relation" in family
    for name in ("ana", "kim", "lee", "vic", "rosa"):
        for page in ("victim", "input"):
            body = client_as(name).get(f"/cases/{world.case.pk}/{page}/").content.decode()
            assert "Whitlow" not in body
            assert "MARK-mother" not in body
            assert "MARK-partner" not in body


def test_a_guardian_who_turns_out_to_have_caused_harm_leaves_a_task(world, client_as, daughter):
    maya = client_as("maya")
    assert maya.post(add_url(world.case), typed(world, daughter)).status_code == 302
    sheets = f"/victims/people/{daughter}/sheets/family/add/"
    said = {"happened_on": day(0).isoformat(), "to_victim": "mother", "guardian": "yes"}
    harmless = said | {"name": "Someone Else", "caused_harm": "yes"}
    maya.post(sheets, harmless)
    with inside(world) as viewer:
        assert tasks_ahead(viewer) == []
    answer = maya.post(sheets, said | {"name": MOTHER, "caused_harm": "yes"}, follow=True)
    assert "Take it back" in answer.content.decode()
    with inside(world) as viewer:
        assert [task.client_id for task in tasks_ahead(viewer)] == [daughter]


def test_another_organization_finds_neither_guardian_nor_task(world, daughter):
    stranger = world.viewer("ben")
    with open_for(stranger):
        assert tasks_ahead(stranger) == []
