"""Conflicts of interest and seals on the advocate's side: the record stays the organization's."""

import pytest

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.services.conflict import declare_conflict
from casemgmt.services.seal import seal_case
from tests.denials import notices
from tests.victims.conftest import inside
from victims.confidential.models import AdvocacyEvent
from victims.confidential.router import ALIAS
from victims.confidential.selectors.client import (
    clients_of_case,
    find_clients,
    list_clients,
    open_client,
)
from victims.confidential.services.client import take_over

pytestmark = pytest.mark.django_db(databases=["default", ALIAS])


def names(workspace) -> list[str]:
    return sorted(row.name for row in [*workspace.mine, *workspace.others])


def test_a_conflict_closes_the_organization_s_record_to_the_advocate_alone(world, add_victim):
    hers = add_victim("Dana Whitlow")
    add_victim("Carl Moss", by="tess", case=world.other)
    declare_conflict(world.viewer("maya"), world.case.pk)
    with inside(world) as viewer:
        assert names(list_clients(viewer)) == ["Carl Moss"]
        assert find_clients(viewer, "Dana Whitlow") == []
        assert clients_of_case(viewer, world.case.pk) == []
        with pytest.raises(NotVisible):
            open_client(viewer, hers)
        with pytest.raises(NotVisible):
            take_over(viewer, hers)
    with inside(world, "tess") as viewer:
        assert names(list_clients(viewer)) == ["Carl Moss", "Dana Whitlow"]


def test_a_colleague_takes_the_contact_over(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    declare_conflict(world.viewer("maya"), world.case.pk)
    assert notices("conflict_handover") == {"tess"}
    with inside(world, "tess") as viewer:
        take_over(viewer, client_id)
        client = open_client(viewer, client_id)
        assert (client.is_mine, client.advocate_name) == (True, "Tess Example")
        with pytest.raises(RuleBroken, match="already"):
            take_over(viewer, client_id)
        marks = AdvocacyEvent.objects.unscoped(reason="test").filter(kind="amend")
        assert [mark.fields for mark in marks] == [["advocate"]]


def test_the_page_offers_it_to_colleagues_alone(world, client_as, add_victim):
    client_id = add_victim("Dana Whitlow")
    page = f"/victims/people/{client_id}/"
    assert "Take over the contact" not in client_as("maya").get(page).content.decode()
    tess = client_as("tess")
    assert "Take over the contact" in tess.get(page).content.decode()
    assert tess.post(f"{page}take-over/").status_code == 302
    assert "Take over the contact" not in tess.get(page).content.decode()
    assert client_as("ana").post(f"{page}take-over/").status_code == 404


def test_a_sealed_case_has_neither_number_nor_name_here(world, add_victim):
    client_id = add_victim("Dana Whitlow")
    add_victim("Carl Moss", by="tess", case=world.other)
    seal_case(world.viewer("ana"), world.case.pk, order="JV-26-0417")
    with inside(world) as viewer:
        shown = {row.name: (row.case_number, row.person_name) for row in list_clients(viewer).mine}
        assert shown == {"Dana Whitlow": ("[sealed]", "[sealed]")}
        client = open_client(viewer, client_id)
        assert (client.name, client.case_number) == ("Dana Whitlow", "[sealed]")
        others = list_clients(viewer).others
        assert [row.case_number for row in others] == [world.other.number]
