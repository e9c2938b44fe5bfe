"""A subpoena at the agency: filed on the case, the organization's counsel is told, nothing opens
(T46)."""

import pytest
from django.db import Error, connection, transaction

from audit.models import Event
from casemgmt.core.errors import NotVisible, RuleBroken
from teams.mail.notice import message_for
from teams.models import Notice
from tests.build import day, make_user
from tests.plugins.roles import as_owner
from victims.models import LegalDemand
from victims.selectors.demand import demands_of_case, demands_told
from victims.services.demand import DemandGiven, file_demand

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
GIVEN = DemandGiven("subpoena", day(-1), "Counsel for the defense", "D-41", day(9))


@pytest.fixture
def counsel(world):
    world.people["cora"] = make_user(
        "cora", world.agencies["harbor"], "community_advocacy", office="counsel"
    )
    return world.people["cora"]


def test_the_clerk_files_it_and_only_the_organizations_counsel_is_told(world, counsel):
    row = file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
    with as_owner():
        told = list(Notice.objects.filter(kind="legal_demand"))
        assert [notice.recipient_id for notice in told] == [counsel.pk]
        mail = message_for(told[0])
    for word in (world.case.number, world.case.person_name, "subpoena", "D-41", "Altona"):
        assert word.lower() not in (mail.subject + mail.body).lower()
    (shown,) = demands_told(world.viewer("cora"))
    assert (shown.id, shown.case_number) == (row.pk, world.case.number)
    with as_owner():
        event = Event.objects.filter(subject_kind="legal demand", kind="change").get()
    assert event.recipient == "Harbor Advocacy"
    assert event.detail == {"act": "file legal demand"}


def test_it_is_told_alike_whether_or_not_a_victim_is_in_contact(world, counsel, add_victim):
    def told():
        row = file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
        with as_owner():
            notice = Notice.objects.get(about=f"legal demand:{row.pk}")
            return notice.recipient_id, message_for(notice).body, row.told_agency_ids

    without = told()
    add_victim("Dana Whitlow")
    assert told() == without


def test_without_a_counsel_somebody_of_the_organization_is_told(world):
    file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
    with as_owner():
        told = set(Notice.objects.filter(kind="legal_demand").values_list("recipient", flat=True))
    assert told == {world.people["maya"].pk, world.people["tess"].pk}


@pytest.mark.parametrize("name", ["ben", "dora", "petra", "maya"])
def test_who_does_not_stand_on_the_case_and_advocates_file_nothing(world, name):
    with pytest.raises(NotVisible):
        file_demand(world.viewer(name), world.case.pk, given=GIVEN)


def test_another_agency_of_the_team_and_another_organization_do_not_read_it(world, counsel):
    file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
    assert len(demands_of_case(world.viewer("rosa"), world.case.pk)) == 1
    for name in ("kim", "lee", "vic"):
        assert demands_of_case(world.viewer(name), world.case.pk) == []
        assert not LegalDemand.objects.unscoped(reason="test").exists()  # the second wall
    assert demands_told(world.viewer("cora"))
    world.viewer("ben")
    assert not LegalDemand.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "wish"}, "Choose"),
        ({"received_on": day(1)}, "still to come"),
        ({"answer_by": day(-5)}, "before it came"),
        ({"issuer": " "}, "issued"),
    ],
)
def test_what_is_wrong_is_told(world, changes, words):
    given = DemandGiven(**({"kind": "subpoena", "received_on": day(-1), "issuer": "X"} | changes))
    with pytest.raises(RuleBroken, match=words):
        file_demand(world.viewer("ana"), world.case.pk, given=given)


def test_nobody_rewrites_or_deletes_one(world, counsel):
    file_demand(world.viewer("ana"), world.case.pk, given=GIVEN)
    for statement in (
        "UPDATE victims_legaldemand SET kind = 'other'",
        "DELETE FROM victims_legaldemand",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_page_files_it_and_keeps_what_was_typed(world, client_as, counsel):
    ana, address = client_as("ana"), f"/cases/{world.case.pk}/victim/demands/"
    wrong = {"kind": "subpoena", "received_on": day(2).isoformat(), "issuer": "TYPED court"}
    answer = ana.post(address, wrong)
    assert answer.status_code == 422
    assert b"TYPED court" in answer.content
    assert ana.post(address, wrong | {"received_on": day(0).isoformat()}).status_code == 302
    assert b"TYPED court" in ana.get(address).content
    assert client_as("ben").get(address).status_code == 404
    assert client_as("maya").get(address).status_code in (403, 404)
