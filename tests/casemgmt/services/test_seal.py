"""Seals: under an order a case or a record is nowhere, for everyone; a second person lifts them."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.selectors.events import EventFilter, list_events, list_own_use
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, Condition, Contact, Decision, Step, Wording
from casemgmt.selectors.agenda import show_meeting, show_minutes
from casemgmt.selectors.case import CaseFilter, access_case, find_cases, list_cases
from casemgmt.selectors.person import list_people, show_person
from casemgmt.selectors.seal import list_stubs
from casemgmt.selectors.work import work_of
from casemgmt.services.broken_glass import break_glass
from casemgmt.services.case import set_stage
from casemgmt.services.seal import seal_case, seal_record, unseal_case, unseal_record
from teams.models import Addendum, AgendaItem, Meeting, Minutes
from tests import build
from tests.casework import stored
from tests.denials import REASON, events, head, notices, officer_of_privacy
from tests.plugins.roles import as_owner
from tests.world import OWN

ORDER = "JV-26-0417"
EVERYBODY = ("ana", "rosa", "kim", "otto", "priya", "lee", "maya", "vic", "cho", "paul")


def sealed(world, name="ana"):
    seal_case(world.viewer(name), world.case.pk, order=ORDER)


def stands(world, name):
    try:
        return bool(access_case(world.viewer(name), world.case.pk))
    except NotVisible:
        return False


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_sealed_case_is_nowhere_for_anyone(world, name):
    assert stands(world, name)
    sealed(world)
    viewer = world.viewer(name)
    assert not stands(world, name)
    page = list_cases(viewer, CaseFilter())
    assert (page.rows, page.total) == ([], 0)
    assert list_cases(viewer, CaseFilter(stage="supervised")).total == 0
    assert find_cases(viewer, "Marlow") == find_cases(viewer, OWN) == []
    assert list_people(viewer).rows == []
    with pytest.raises(NotVisible):
        show_person(viewer, world.case.person_id)
    work = work_of(viewer)
    assert (work.steps, work.changes, work.endings, work.exams) == ([], [], [], [])


@pytest.mark.parametrize("name", ["ana", "rosa"])
def test_the_officer_and_the_supervisor_seal_it_under_an_order(world, name):
    sealed(world, name)
    case = stored(Case, world.case.pk)
    assert (case.sealed_under, case.sealed_at is not None) == (ORDER, True)
    (event,) = events(kind="sealed")
    assert (event.reason, event.case_label, event.actor_id) == (
        ORDER, OWN, world.people[name].pk,
    )  # fmt: skip
    assert notices("sealed") == {"petra"}


@pytest.mark.parametrize("name", ["cho", "kim", "maya", "lee"])
def test_nobody_else_seals_it(world, name):
    with pytest.raises(NotAllowed):
        sealed(world, name)
    assert stands(world, "ana")


@pytest.mark.parametrize("name", ["ben", "petra", "sam"])
def test_who_does_not_stand_on_it_does_not_find_it(world, name):
    with pytest.raises(NotVisible):
        sealed(world, name)


def test_an_order_has_a_number(world):
    with pytest.raises(RuleBroken) as found:
        seal_case(world.viewer("ana"), world.case.pk, order=" ")
    assert found.value.because == "gate_missing"
    assert stands(world, "ana")


def test_no_glass_opens_it(world):
    sealed(world)
    with pytest.raises(RuleBroken) as found:
        break_glass(world.viewer("ben"), world.case.pk, reason=REASON)
    assert found.value.because == "sealed"


def test_the_privacy_officer_has_a_stub_and_lifts_it(world):
    sealed(world)
    (stub,) = list_stubs(world.viewer("petra"))
    assert (stub.words, stub.number, stub.under, stub.sealed_by) == (
        "Case", OWN, ORDER, "Ana Example",
    )  # fmt: skip
    unseal_case(world.viewer("petra"), world.case.pk, order="JV-26-0500")
    assert stands(world, "ana")
    assert list_stubs(world.viewer("petra")) == []
    assert events(kind="unsealed")[0].reason == "JV-26-0500"


@pytest.mark.parametrize("name", ["ana", "rosa", "kim", "alex", "sam", "pia"])
def test_nobody_else_sees_a_stub_or_lifts_a_seal(world, name):
    officer_of_privacy(world, "pia", "harbor")
    sealed(world)
    with pytest.raises(NotVisible):
        unseal_case(world.viewer(name), world.case.pk, order="JV-26-0500")
    assert not stands(world, "ana")


def test_who_set_a_seal_does_not_lift_it(world):
    boss = head(world)
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=world.case.pk).update(officer=boss)
    build.grant(boss, world.case)
    sealed(world, "hanna")
    with pytest.raises(NotAllowed):
        unseal_case(world.viewer("hanna"), world.case.pk, order="JV-26-0500")
    unseal_case(world.viewer("petra"), world.case.pk, order="JV-26-0500")


def test_the_ledger_speaks_of_it_to_the_privacy_officer_alone(world):
    find_cases(world.viewer("ana"), OWN)
    sealed(world)
    labels = {}
    for name in ("petra", "alex", "ana"):
        viewer = world.viewer(name)
        read = list_own_use(viewer).requests if name == "ana" else []
        rows = [row for request in read for row in request.rows]
        rows = rows or list(list_events(viewer, EventFilter(), limit=500).rows)
        labels[name] = {row.case_label for row in rows} - {""}
    assert labels == {"petra": {OWN}, "alex": set(), "ana": set()}


def test_one_record_is_sealed_with_what_hangs_on_it(world):
    viewer = world.viewer("ana")
    condition = world.records["condition"]
    with as_owner():
        Wording.objects.unscoped(reason="test").create(
            case=world.case, author=world.people["ana"], owner_agency=world.agencies["probation"],
            condition=condition, number=1, text="Earlier.", reason="order", replaced_at=viewer.now,
        )  # fmt: skip
    seal_record(viewer, world.case.pk, "condition", condition.pk, order=ORDER)
    seal_record(viewer, world.case.pk, "decision", world.records["decision"].pk, order=ORDER)
    viewer = world.viewer("ana")
    assert condition not in Condition.objects.visible_to(viewer)
    assert world.records["protective"] in Condition.objects.visible_to(viewer)
    assert not Wording.objects.visible_to(viewer).exists()
    assert not Decision.objects.visible_to(viewer).exists()
    assert not Step.objects.visible_to(viewer).exists()
    assert not Decision.objects.unscoped(reason="test").exists()  # behind the wall too


def test_a_correction_is_sealed_with_what_it_corrects(world):
    first = world.records["contact"]
    second = build.make_contact(world.case, world.people["ana"], "Corrected.", corrects=first)
    other = build.make_contact(world.case, world.people["ana"], "Another.")
    seal_record(world.viewer("ana"), world.case.pk, "contact", second.pk, order=ORDER)
    assert list(Contact.objects.visible_to(world.viewer("ana"))) == [other]
    (stub,) = list_stubs(world.viewer("petra"))
    assert (stub.kind, stub.under) == ("contact", ORDER)
    unseal_record(world.viewer("petra"), "contact", stub.subject_id, order="JV-26-0500")
    assert Contact.objects.visible_to(world.viewer("ana")).count() == 3


@pytest.mark.parametrize(
    ("name", "kind", "record", "error"),
    [
        ("kim", "summary", "summary", NotAllowed),
        ("ben", "contact", "contact", NotVisible),
        ("ana", "clinical", "clinical", NotVisible),
        ("ana", "contact", "decision", NotVisible),
        ("ana", "user", "contact", NotVisible),
    ],
)
def test_who_may_not_seal_or_read_a_record_does_not_seal_it(world, name, kind, record, error):
    words = {"summary": "treatmentsummary", "clinical": "entry"}
    with pytest.raises(error):
        seal_record(
            world.viewer(name), world.case.pk, words.get(kind, kind), world.records[record].pk,
            order=ORDER,
        )  # fmt: skip


def test_minutes_say_sealed_and_hold_no_name_of_it(world):
    meeting = world.records["meeting"]
    with as_owner():
        Meeting.objects.filter(pk=meeting.pk).update(
            status="closed", starts_at=build.moment(-3), closed_at=build.moment(-2)
        )
        AgendaItem.objects.create(meeting=meeting, kind="needs", title="Bus", note="Mr. MARLOW too")
        minutes = Minutes.objects.create(
            meeting=meeting, general=f"John Marlow ({OWN}) was spoken of. Marlowe Street stays.",
            written_by=world.people["cho"],
        )  # fmt: skip
        Addendum.objects.create(
            minutes=minutes, text="Marlow, John came.", written_by=world.people["ana"]
        )
    page = show_minutes(world.viewer("cho"), meeting.pk)
    assert page.sealed == 0
    assert "Marlow" in page.minutes.general
    sealed(world)
    page = show_minutes(world.viewer("cho"), meeting.pk)
    assert (page.items, page.sealed) == ([], 1)
    assert page.minutes.general == "[sealed] ([sealed]) was spoken of. Marlowe Street stays."
    assert [a.text for a in page.minutes.addenda.all()] == ["[sealed] came."]
    assert [s.note for s in page.segments] == ["Mr. [sealed] too"]
    other = show_meeting(world.viewer("ben"), world.foreign["meeting"].pk)
    assert other.sealed == 0


def test_the_application_s_role_neither_seals_nor_unseals_by_hand(world):
    world.viewer("ana")
    for sql in (
        "UPDATE casemgmt_case SET sealed_at = now()",
        "UPDATE casemgmt_condition SET sealed_at = now()",
        "UPDATE victims_systemrecord SET sealed_at = now()",
    ):
        with pytest.raises(DatabaseError, match="act of its own|row-level security"):
            run(sql)
    sealed(world)
    world.viewer("ana")
    run("UPDATE casemgmt_case SET sealed_at = NULL")  # the sealed one is out of its reach
    assert stored(Case, world.case.pk).sealed_under == ORDER
    assert not stands(world, "ana")
    world.viewer("ana")
    for sql, values in (
        ("SELECT unseal_case(%s)", (world.case.pk,)),
        ("SELECT unseal_record('contact', %s, %s)", (world.case.pk, world.records["contact"].pk)),
        ("SELECT seal_case(%s, 'x')", (world.other.pk,)),
        ("SELECT seal_record('contact', %s, %s, 'x')",
         (world.other.pk, world.foreign["contact"].pk)),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="seal"):
            run(sql, *values)
    assert run("SELECT * FROM seal_stubs()") == []
    assert run("SELECT * FROM office_case_numbers(%s::uuid[])", [str(world.case.pk)]) == []


def test_the_stage_of_an_open_case_moves_with_a_reason(world):
    set_stage(world.viewer("ana"), world.case.pk, stage="pretrial", reason="set aside on appeal")
    assert stored(Case, world.case.pk).stage == "pretrial"
    with pytest.raises(RuleBroken, match="already"):
        set_stage(world.viewer("ana"), world.case.pk, stage="pretrial", reason="again")


@pytest.mark.parametrize(
    ("stage", "reason"), [("closed", "x"), ("nowhere", "x"), ("pretrial", " ")]
)
def test_a_stage_is_one_of_the_open_ones_and_has_a_reason(world, stage, reason):
    with pytest.raises(RuleBroken):
        set_stage(world.viewer("ana"), world.case.pk, stage=stage, reason=reason)


@pytest.mark.parametrize("name", ["cho", "kim", "lee"])
def test_others_do_not_move_the_stage(world, name):
    with pytest.raises(NotAllowed):
        set_stage(world.viewer(name), world.case.pk, stage="pretrial", reason="x")
