"""The ledger and meetings by API."""

from tests import build


def test_petra_reads_who_read_what(world, client_as):
    client_as("kim").get(f"/api/v1/cases/{world.case.pk}/")
    client_as("ben").get(f"/api/v1/cases/{world.case.pk}/")
    petra = client_as("petra")
    body = petra.get(f"/api/v1/ledger/?case={world.case.pk}").json()
    assert body["total"] is None
    assert {(row["actor_name"], row["kind"]) for row in body["results"]} >= {
        ("Kim Example", "api"),
        ("Ben Example", "refusal"),
    }
    assert all(row["sentence"].endswith(".") for row in body["results"])
    one = body["results"][0]
    assert petra.get(f"/api/v1/ledger/{one['key']}/").json()["sentence"] == one["sentence"]
    assert petra.get("/api/v1/ledger/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_reading_the_ledger_stands_on_the_ledger(world, client_as, events):
    petra = client_as("petra")
    events()
    petra.get("/api/v1/ledger/?kind=api")
    assert [row.kind for row in events()] == ["ledger"]


def test_a_filter_of_the_ledger_that_is_none_is_refused(world, client_as):
    petra = client_as("petra")
    for query in ("kind=gossip", "since=2026-02-30", "who=kim", "case=24-0117"):
        assert petra.get(f"/api/v1/ledger/?{query}").status_code == 422, query


def test_the_ledger_goes_on_by_its_key(world, client_as):
    ana = client_as("ana")
    for _ in range(16):
        ana.get(f"/api/v1/cases/{world.case.pk}/")
    petra = client_as("petra")
    address, seen = "/api/v1/ledger/?kind=api", []
    while address:
        body = petra.get(address).json()
        seen += [row["id"] for row in body["results"]]
        address = body["next"]
    assert len(seen) > 25
    assert seen == sorted(set(seen), reverse=True)


def test_a_meeting_shows_the_items_that_the_caller_may_read(world, client_as, meeting):
    ahead = client_as("ana").get("/api/v1/meetings/").json()["results"]
    assert str(meeting.pk) in [row["id"] for row in ahead]
    body = client_as("ana").get(f"/api/v1/meetings/{meeting.pk}/").json()
    assert body["team_name"] == "Elm case team"
    assert [item["case"]["number"] for item in body["items"]] == [world.case.number]
    assert body["items"][0]["question"] == "MARK-question"
    paul = client_as("paul").get(f"/api/v1/meetings/{meeting.pk}/").json()
    assert "MARK-question" not in str(paul)
    past = client_as("ana").get("/api/v1/meetings/?when=past").json()["results"]
    assert str(meeting.pk) not in [row["id"] for row in past]
    assert client_as("ana").get("/api/v1/meetings/?when=never").status_code == 422


def test_a_page_costs_the_same_for_two_rows_as_for_twenty(
    world, client_as, django_assert_max_num_queries
):
    ana = client_as("ana")
    for number in range(20):
        build.make_case(
            f"25-{number:04}",
            team=world.teams["elm"],
            officer=world.people["ana"],
            person=f"Person N{number}",
        )
        build.make_contact(world.case, world.people["ana"], f"Contact {number}")
    case = f"/api/v1/cases/{world.case.pk}/"
    ana.get("/api/v1/me/")  # the first call of a session also writes the session
    for address, most in (
        ("/api/v1/me/", 7),
        ("/api/v1/cases/", 13),
        ("/api/v1/cases/?due=review", 13),
        (case, 12),
        (f"{case}contacts/", 13),
        ("/api/v1/people/", 13),
        ("/api/v1/meetings/", 8),
    ):
        with django_assert_max_num_queries(most, info=address):
            assert ana.get(address).status_code == 200


def test_too_many_calls_are_told_when_to_go_on(world, client_as, monkeypatch):
    from rest_framework.throttling import UserRateThrottle  # noqa: PLC0415

    monkeypatch.setattr(UserRateThrottle, "get_rate", lambda self: "2/min")
    ana = client_as("ana")
    codes = [ana.get("/api/v1/me/").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert int(ana.get("/api/v1/me/").headers["Retry-After"]) > 0
