"""Agreements and supervisory lines on the pages of administration."""

from casemgmt.models import AgencyUserGrant, PersonLineGrant
from teams.models import Agreement
from tests import build
from tests.plugins.roles import as_owner


def typed(world, **fields):
    keys = [str(world.agencies[name].key) for name in ("probation", "center")]
    held = {
        "name": "MOU 26-1", "parties": keys, "covers": ["risk"],
        "starts": build.day(-5).isoformat(), "ends": "",
    }  # fmt: skip
    return held | fields


def test_sam_records_an_agreement_and_ends_it(sam, world, client_as, permissions):
    assert b"No agreement is recorded" in sam.get("/administration/agreements/").content
    assert sam.post("/administration/agreements/add/", typed(world)).status_code == 302
    page = sam.get("/administration/agreements/").content
    assert b"In force" in page
    assert b"Altona Probation, Linden Center" in page
    agency = sam.get(f"/administration/agencies/{world.agencies['center'].key}/").content
    assert b"MOU 26-1" in agency
    assert b"MARK-risk" in client_as("kim").get(f"/cases/{world.case.pk}/").content
    row = Agreement.objects.get()
    ended = sam.post(f"/administration/agreements/{row.key}/end/", {"reason": "not renewed"})
    assert ended.status_code == 302
    assert b"Ended" in sam.get("/administration/agreements/").content
    assert b"MARK-risk" not in client_as("kim").get(f"/cases/{world.case.pk}/").content
    assert permissions()[-2:] == [("make agreement", ""), ("end agreement", "not renewed")]
    again = sam.post(f"/administration/agreements/{row.key}/end/", {"reason": "x"})
    assert again.status_code == 422


def test_what_is_wrong_is_said_at_its_field(sam, world):
    one = typed(world, parties=[str(world.agencies["center"].key)])
    backwards = typed(world, ends=build.day(-9).isoformat())
    for held, words in ((one, b"two agencies"), (backwards, b"before the first day")):
        answer = sam.post("/administration/agreements/add/", held)
        assert answer.status_code == 422
        assert words in answer.content
    assert not Agreement.objects.exists()


def line(world, name="ben"):
    return f"/administration/people/{world.people[name].key}/line/"


def test_sam_gives_and_takes_lines_over_the_agency_and_over_a_colleague(sam, world, client_as):
    page = sam.get(f"{line(world)}people/give/").content
    assert b"Ana Example" in page
    assert b"Kim Example" not in page
    held = {"person": str(world.people["ana"].key), "reason": "acting lead"}
    assert sam.post(f"{line(world)}people/give/", held).status_code == 302
    case = client_as("ben").get(f"/cases/{world.case.pk}/").content
    assert b"supervisor of somebody assigned to it" in case
    assert b"Ana Example" in sam.get(line(world)).content
    taken = f"{line(world)}people/{world.people['ana'].key}/take/"
    assert sam.post(taken, {"reason": "is back"}).status_code == 302
    assert client_as("ben").get(f"/cases/{world.case.pk}/").status_code == 404
    assert sam.post(f"{line(world)}agency/give/", {"reason": "acting chief"}).status_code == 302
    case = client_as("ben").get(f"/cases/{world.case.pk}/").content
    assert b"supervisor of Altona Probation" in case
    assert sam.post(f"{line(world)}agency/take/", {"reason": "is back"}).status_code == 302
    assert client_as("ben").get(f"/cases/{world.case.pk}/").status_code == 404


def test_sam_does_not_change_the_own_line(sam, world):
    assert b"Ask another administrator" in sam.get(line(world, "sam")).content
    assert sam.post(f"{line(world, 'sam')}agency/give/", {"reason": "x"}).status_code == 422
    with as_owner():
        assert not AgencyUserGrant.objects.exists()
        assert not PersonLineGrant.objects.exists()
