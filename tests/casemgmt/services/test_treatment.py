"""Treatment summaries, and the dated texts of each discipline."""

import pytest

from audit.models import ChangeEntry
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Entry, TreatmentSummary
from casemgmt.selectors.case import access_case
from casemgmt.selectors.entry import KINDS, kinds_for, readers_of
from casemgmt.selectors.sections import open_sections
from casemgmt.services.entry import write_entry
from casemgmt.services.treatment import record_summary
from tests import build
from tests.casework import entry, last_event, stored, summary
from tests.plugins.roles import as_owner


def write(world, name, kind, corrects=None, **fields):
    return write_entry(
        world.viewer(name), world.case.pk, words=entry(kind, **fields), corrects_id=corrects
    )


def summarize(world, name="kim", corrects=None, **fields):
    return record_summary(
        world.viewer(name), world.case.pk, words=summary(**fields), corrects_id=corrects
    )


def reads(world, name, text="NEW-entry text"):
    viewer = world.viewer(name)
    case, facts = access_case(viewer, world.case.pk)
    rows = [row for section in open_sections(viewer, case, facts) for row in section.rows]
    return any(row.values.get("text") == text for row in rows)


def test_provider_writes_a_summary(world):
    row = summarize(world)
    assert row.owner_agency_id == world.agencies["center"].pk
    assert last_event(subject_kind="treatmentsummary").detail == {"act": "record summary"}


@pytest.mark.parametrize("name", ["ana", "priya", "lee", "maya"])
def test_other_disciplines_cannot_write_a_summary(world, name):
    with pytest.raises(NotAllowed):
        summarize(world, name)


@pytest.mark.parametrize("name", ["former", "nina", "ben"])
def test_a_provider_without_a_seat_cannot_know_of_the_case(world, name):
    with pytest.raises(NotVisible):
        summarize(world, name)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period_until": build.day(-200)}, "before it begins"),
        ({"period_until": build.day(2)}, "future"),
    ],
)
def test_a_period_runs_forward_and_is_over(world, fields, words):
    with pytest.raises(RuleBroken, match=words):
        summarize(world, **fields)


def test_a_corrected_summary_stays_and_another_center_corrects_none(world):
    old = world.records["summary"]
    new = summarize(world, corrects=old.pk)
    assert new.corrects_id == old.pk
    assert stored(TreatmentSummary, old.pk).summary == "MARK-summary text"
    with pytest.raises(NotAllowed):
        summarize(world, "otto", corrects=new.pk)


@pytest.mark.parametrize(
    ("kind", "readers", "others"),
    [
        ("treatment_clinical", ["kim"], ["ana", "otto", "priya", "maya", "lee"]),
        ("psychotherapy_notes", ["kim"], ["ana", "otto", "priya", "maya", "lee"]),
        ("sexual_history", ["kim"], ["ana", "otto", "priya", "lee"]),
        ("sexual_history:scope", ["kim", "priya"], ["ana", "otto", "lee"]),
    ],
)
def test_a_provider_s_entry_is_read_by_whom_its_kind_says(world, kind, readers, others):
    write(world, "kim", kind)
    assert [name for name in (*readers, *others) if reads(world, name)] == readers


def test_a_violation_report_reaches_the_prosecutor_and_other_entries_do_not(world):
    write(world, "ana", "supervision:violations", text="NEW-violation")
    write(world, "ana", "supervision")
    assert reads(world, "lee", "NEW-violation")
    assert reads(world, "rosa")
    assert not reads(world, "lee")
    assert not reads(world, "kim", "NEW-violation")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("ana", "treatment_clinical"), ("maya", "supervision"), ("kim", "criminal_history"),
     ("lee", "supervision")],
)  # fmt: skip
def test_nobody_writes_what_another_discipline_owns(world, name, kind):
    with pytest.raises(NotAllowed):
        write(world, name, kind)


def test_only_kinds_that_exist_are_written(world):
    for kind in ("", "victim_system", "supervision:conditions", "treatment_clinical:scope"):
        with pytest.raises(RuleBroken, match="Choose one"):
            write(world, "kim", kind)


def test_kinds_are_those_that_the_discipline_owns_each_with_its_readers(world):
    viewer = world.viewer("kim")
    _, facts = access_case(viewer, world.case.pk)
    assert {kind.key for kind in kinds_for(viewer, facts)} == {
        "treatment_clinical", "psychotherapy_notes", "sexual_history",
        "sexual_history:scope",
    }  # fmt: skip
    viewer = world.viewer("maya")
    _, facts = access_case(viewer, world.case.pk)
    assert kinds_for(viewer, facts) == []
    said = {kind.key: readers_of(kind) for kind in KINDS}
    assert said["psychotherapy_notes"].startswith("Read by you alone.")
    assert "prosecution" in said["supervision:violations"]
    assert "prosecution" not in said["supervision"]


def test_a_correction_stays_in_its_kind_and_its_author_s_hands(world):
    old = write(world, "kim", "psychotherapy_notes")
    with pytest.raises(RuleBroken, match="stays in the category"):
        write(world, "kim", "treatment_clinical", corrects=old.pk)
    eli = build.make_user("eli", world.agencies["center"], "treatment")
    build.seat(world.teams["elm"], eli)
    world.people["eli"] = eli
    with pytest.raises(NotVisible):
        write(world, "eli", "psychotherapy_notes", corrects=old.pk)
    new = write(world, "kim", "psychotherapy_notes", corrects=old.pk, text="Newer")
    assert new.corrects_id == old.pk
    assert stored(Entry, old.pk).text == "NEW-entry text"


def test_the_change_log_masks_what_was_written(world):
    write(world, "kim", "psychotherapy_notes", title="SECRET-title")
    with as_owner():
        changes = str([c.changes for c in ChangeEntry.objects.all()])
    assert "SECRET-title" not in changes
    assert "NEW-entry" not in changes
