"""Unusual use: the rules by counts alone, the counts of the database, and the answers to them."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.hours import BadHours, read_hours
from audit.models import Event, FindingMark
from audit.selectors.finding import list_findings
from audit.services.finding import mark_findings
from audit.unusual import CaseUse, Day, Facts, Limits, SameName, Who, findings_of
from casemgmt.core.errors import NotVisible, RuleBroken
from teams.models import User
from tests import build
from tests.audit.use import at, last_week, use
from tests.plugins.roles import as_owner

pytestmark = pytest.mark.django_db
LIMITS = Limits(after_hours=5, outside=3, refusals=10, export_rows=500, volume=60, factor=3.0)
KIM = Who(7, "Kim Lee", "Linden Center", "treatment")
MONDAY = date(2026, 3, 2)


def peers(looks):
    return [Day(Who(n, "P", KIM.agency, KIM.role), MONDAY, looks=looks) for n in (1, 2, 3)]


def case(number, authority="grant", **more):
    return CaseUse(KIM, MONDAY, str(number), f"24-{number:04}", authority, 2, **more)


RULES = [
    ("after_hours", {"days": [Day(KIM, MONDAY, looks=5, after_hours=5)]}),
    ("", {"days": [Day(KIM, MONDAY, looks=9, after_hours=4)]}),
    ("refusals", {"days": [Day(KIM, MONDAY, refused=10)]}),
    ("", {"days": [Day(KIM, MONDAY, refused=9)]}),
    ("exports", {"days": [Day(KIM, MONDAY, exports=1, export_rows=500)]}),
    ("", {"days": [Day(KIM, MONDAY, exports=9, export_rows=499)]}),
    ("volume", {"days": [Day(KIM, MONDAY, looks=61), *peers(20)], "usual": {7: 20.0}}),
    ("", {"days": [Day(KIM, MONDAY, looks=60), *peers(20)], "usual": {7: 20.0}}),
    ("", {"days": [Day(KIM, MONDAY, looks=90), *peers(40)], "usual": {7: 20.0}}),
    ("", {"days": [Day(KIM, MONDAY, looks=90), *peers(20)], "usual": {7: 40.0}}),
    ("volume", {"days": [Day(KIM, MONDAY, looks=90), *peers(20)]}),
    ("", {"days": [Day(KIM, MONDAY, looks=900)]}),
    ("glass", {"cases": [case(1, "break_glass")]}),
    ("grant_once", {"cases": [case(1, is_only_use=True)]}),
    ("", {"cases": [case(1), case(2)]}),
    ("outside", {"cases": [case(1), case(2), case(3)]}),
    ("surname", {"names": [SameName(KIM, MONDAY, "1", "24-0001", 1)]}),
]


@pytest.mark.parametrize(("rule", "facts"), RULES)
def test_each_rule_at_its_edge(rule, facts):
    found = findings_of(Facts(hours="Mo to Fr", **facts), LIMITS)
    assert [one.rule for one in found] == ([rule] if rule else [])
    assert all(one.why.endswith(".") and one.label for one in found)


def test_what_is_unusual_says_against_what():
    facts = Facts(days=[Day(KIM, MONDAY, looks=90), *peers(20)], usual={7: 10.0})
    why = findings_of(facts, LIMITS)[0].why
    assert why == (
        "90 records opened on one day, against a usual 10 of this person and 20 of colleagues."
    )


@pytest.mark.parametrize(
    ("words", "days", "ends"),
    [("mo-fr 07:00-19:00", "12345", time(19)), ("sa 08:00-12:00 Europe/Vienna", "6", time(12)),
     ("mo-su 00:00-24:00", "1234567", time.max)],
)  # fmt: skip
def test_working_hours_read_as_people_write_them(words, days, ends):
    found = read_hours(words, "UTC")
    assert (found.days, found.ends) == (days, ends)


@pytest.mark.parametrize(
    "words", ["", "mo-fr", "xx 07:00-19:00", "mo 19:00-07:00", "fr-mo 07:00-19:00", "mo 7-19",
              "mo 07:00-19:00 Nowhere/Land"]
)  # fmt: skip
def test_hours_that_are_none_are_told(words):
    with pytest.raises(BadHours, match="Write working hours like this"):
        read_hours(words, "UTC")


@pytest.fixture
def week(world, settings):
    """Last week: Kim looked at night and on Saturday, Otto broke a glass, Lee used a grant once,
    Ben was refused, Ana exported, Priya has the surname of the person."""
    settings.LEDGER_UNUSUAL_REFUSALS = 4
    monday = last_week()
    with as_owner():
        User.objects.filter(pk=world.people["priya"].pk).update(name="Priya Marlow")
    for name in ("kim", "ana", "otto", "lee", "ben", "cho"):
        with as_owner():
            User.objects.filter(pk=world.people[name].pk).update(name=f"{name.title()} Own{name}")
    for person in world.people.values():
        person.refresh_from_db()
    use(world, "kim", at(monday, 22), 3)
    use(world, "kim", at(monday, 10), 9)
    use(world, "kim", at(monday + timedelta(days=5), 10), 5)
    use(world, "cho", at(monday, 21), 6)
    use(world, "otto", at(monday, 9), 2, authority="break_glass")
    use(world, "lee", at(monday, 9), 1, authority="grant")
    use(world, "ben", at(monday, 9), 4, kind="refusal", outcome="refused", authority="")
    use(world, "ana", at(monday, 9), 1, kind="export", total=600)
    use(world, "priya", at(monday, 9), 1)
    return monday


def rules_of(world, name, monday):
    return sorted(
        (one.finding.rule, one.finding.who.name.split()[0])
        for one in list_findings(world.viewer(name), monday)
    )


def test_the_counts_of_a_week_find_each(world, week):
    assert rules_of(world, "petra", week) == [
        ("after_hours", "Cho"), ("after_hours", "Kim"), ("exports", "Ana"), ("glass", "Otto"),
        ("grant_once", "Lee"), ("refusals", "Ben"), ("surname", "Priya"),
    ]  # fmt: skip


def test_a_grant_that_was_used_before_is_no_single_use(world, week):
    use(world, "lee", at(week - timedelta(days=20), 9), 1, authority="grant")
    assert "grant_once" not in [rule for rule, _ in rules_of(world, "petra", week)]


def test_an_agency_has_hours_of_its_own(world, week, settings):
    settings.LEDGER_HOURS_OF = {"Linden Center": "mo-su 00:00-24:00"}
    assert ("after_hours", "Kim") not in rules_of(world, "petra", week)
    assert ("after_hours", "Cho") in rules_of(world, "petra", week)


def test_much_more_than_usual_is_told_against_earlier_days(world, week, settings):
    settings.LEDGER_UNUSUAL_VOLUME = 9
    for back in (3, 4, 5):
        use(world, "kim", at(week - timedelta(days=back), 10), 2)
    assert ("volume", "Kim") in rules_of(world, "petra", week)
    for back in (6, 7, 8, 9):
        use(world, "kim", at(week - timedelta(days=back), 10), 12)
    assert ("volume", "Kim") not in rules_of(world, "petra", week)


def test_names_are_compared_for_readers_of_the_ledger_alone(world, week):
    ask = "SELECT count(*) FROM ledger_same_surname(%s::bigint[], %s::uuid[])"
    pair = [[world.people["priya"].pk], [world.case.pk]]
    counts = {}
    for name in ("petra", "ana", "priya", "sam"):
        world.viewer(name)
        with connection.cursor() as cursor:
            cursor.execute(ask, pair)
            counts[name] = cursor.fetchone()[0]
    assert counts == {"petra": 1, "ana": 0, "priya": 0, "sam": 0}
    world.viewer("petra")
    with connection.cursor() as cursor:
        # Of a look that is not on the ledger nothing is told: it is no way to try names.
        cursor.execute(ask, [[world.people["priya"].pk], [world.other.pk]])
        assert cursor.fetchone()[0] == 0


def test_another_agency_s_officer_finds_its_own_alone(world, week):
    world.people["lena"] = build.make_user(
        "lena", world.agencies["birch"], "policy", office="privacy_officer"
    )
    assert rules_of(world, "lena", week) == [("glass", "Otto")]


def test_the_page_tells_who_what_why_and_takes_an_answer(world, week, client_as):
    client, url = client_as("petra"), f"/ledger/unusual/?week={week}"
    page = client.get(url).content.decode()
    assert "7 findings, 7 without an answer" in page
    assert "somebody has the same surname as this person" in page
    assert "Marlow" not in page.replace("Priya Marlow", "")
    ticked = [one.ticked for one in list_findings(world.viewer("petra"), week)]
    assert client.post(url, {"found": ticked}).status_code == 422
    answer = client.post(url, {"found": ticked, "state": "explained"})
    assert answer.status_code == 422
    assert "Say in a few words" in answer.content.decode()
    given = {"found": ticked, "state": "explained", "words": "On call that night."}
    assert client.post(url, given).status_code == 302
    page = client.get(url).content.decode()
    assert "7 findings, 0 without an answer" in page
    assert "On call that night." in page
    with as_owner():
        acts = Event.objects.filter(subject_kind="findingmark", outcome="done")
        assert acts.count() == 7
        assert set(acts.values_list("reason", flat=True)) == {"On call that night."}


def test_the_home_asks_for_the_number_that_waits(world, week, client_as):
    client, url = client_as("petra"), f"/ledger/unusual/?week={week}"
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "7 unusual uses without an answer" in part
    assert "<html" not in part
    assert 'hx-get="/ledger/unusual/' in client.get("/ledger/").content.decode()


def test_no_answer_hides_another(world, week, client_as):
    petra, alex = world.viewer("petra"), world.viewer("alex")
    world.viewer("petra")
    ticked = [list_findings(petra, week)[0].ticked]
    mark_findings(petra, week, ticked=ticked, state="looked", words="")
    world.viewer("alex")
    with pytest.raises(RuleBroken, match="just answered"):
        mark_findings(alex, week, ticked=ticked, state="followed", words="Asked her.")
    newer = [one for one in list_findings(alex, week) if one.mark]
    assert newer[0].mark.by_name == petra.name
    mark_findings(alex, week, ticked=[newer[0].ticked], state="followed", words="Asked her.")
    assert [row.version for row in FindingMark.objects.order_by("version")] == [1, 2]
    with pytest.raises(RuleBroken, match="not in the report"):
        mark_findings(alex, week, ticked=["h:0~0"], state="looked", words="")
    with pytest.raises(RuleBroken, match="Tick at least"):
        mark_findings(alex, week, ticked=[], state="looked", words="")


def test_nobody_answers_on_the_own_use(world, week, client_as):
    use(world, "petra", at(week, 23), 6, case=None, authority="")
    petra = world.viewer("petra")
    mine = next(one for one in list_findings(petra, week) if one.is_mine)
    url = f"/ledger/unusual/?week={week}"
    client = client_as("petra")
    assert "Your own use: another answers" in client.get(url).content.decode()
    answer = client.post(url, {"found": [mine.ticked], "state": "looked"})
    assert answer.status_code == 422
    assert "Nobody answers on the own use" in answer.content.decode()
    world.viewer("petra")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_findingmark (agency_id, key, version, state, about_id, by_id,"
            " by_name) VALUES (%s, 'x', 1, 'looked', %s, %s, 'Petra')",
            [petra.agency_id, petra.user_id, petra.user_id],
        )
    alex = world.viewer("alex")
    assert mark_findings(alex, week, ticked=[mine.ticked], state="looked", words="") == 1


def test_an_answer_stays(world, week):
    petra = world.viewer("petra")
    mark_findings(petra, week, ticked=[list_findings(petra, week)[0].ticked], state="looked",
                  words="")  # fmt: skip
    for act in ("UPDATE audit_findingmark SET words = 'x'", "DELETE FROM audit_findingmark"):
        for role in (False, True):
            with pytest.raises(DatabaseError), transaction.atomic():
                run(act, owner=role)


def run(statement, *, owner):
    with connection.cursor() as cursor:
        if not owner:
            return cursor.execute(statement)
    with as_owner(), connection.cursor() as cursor:
        return cursor.execute(statement)


@pytest.mark.parametrize("name", ["ana", "rosa", "maya", "sam"])
def test_nobody_else_learns_of_it(world, week, client_as, name):
    client = client_as(name)
    assert client.get("/ledger/unusual/").status_code == 404
    assert client.post("/ledger/unusual/", {"state": "looked"}).status_code == 404
    with pytest.raises(NotVisible):
        mark_findings(world.viewer(name), week, ticked=["x~0"], state="looked", words="")


def test_a_week_without_use_says_so(world, client_as):
    assert "Nothing unusual" in client_as("petra").get("/ledger/unusual/?week=x").content.decode()


def test_the_report_costs_the_same_for_many(world, week, client_as, django_assert_max_num_queries):
    client, url = client_as("petra"), f"/ledger/unusual/?week={week}"
    client.get(url)
    for name in ("kim", "otto", "priya", "lee", "vic", "paul"):
        use(world, name, at(week, 23), 20)
    with django_assert_max_num_queries(18):
        client.get(url)
