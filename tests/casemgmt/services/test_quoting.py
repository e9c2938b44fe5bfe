"""What quotes a substance use program's record is bound as the record is (B-ENG-2, B-P2-6, 7)."""

import pytest

from audit.reveal import reveal
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import Contact
from casemgmt.selectors.case import access_case
from casemgmt.selectors.entry import kinds_for
from casemgmt.selectors.records import list_records
from casemgmt.services.contact import record_contact
from casemgmt.services.entry import EntryWords, write_entry
from tests import build
from tests.plugins.roles import as_owner


def consent(world, **fields):
    return build.make_release(
        world.case, kind="part2_justice_consent", source=world.agencies["center"],
        to=world.agencies["probation"], categories=["sud_treatment"], **fields,
    )  # fmt: skip


def quote(world, **fields):
    return record_contact(
        world.viewer("ana"), world.case.pk, kind="office", outcome="held",
        happened_at=build.moment(-1), note="QUOTED words", quotes_part2=True, **fields,
    )  # fmt: skip


def seen_by(world, name):
    rows, _ = list_records(world.viewer(name), world.case.pk, "supervision")
    return "QUOTED words" in str([row.values for row in rows])


def test_it_shows_to_whoever_the_consent_names_with_the_notice(world):
    consent(world)
    row = quote(world)
    case, facts = access_case(world.viewer("ana"), world.case.pk)
    shown = reveal(world.viewer("ana"), row, facts)
    assert shown.note == "QUOTED words"
    assert "2.35" in shown.notices[0]


def test_without_a_consent_it_is_not_written(world):
    with pytest.raises(RuleBroken) as refused:
        quote(world)
    assert refused.value.because == "gate_missing"
    assert not Contact.objects.visible_to(world.viewer("ana")).filter(note="QUOTED words").exists()


def test_once_the_consent_has_ended_it_shows_to_nobody_its_author_included(world):
    release = consent(world)
    row = quote(world)
    assert seen_by(world, "ana")
    with as_owner():
        type(release).objects.unscoped(reason="test").filter(pk=release.pk).update(
            revoked_at=build.moment(0)
        )
    assert not seen_by(world, "ana")
    case, facts = access_case(world.viewer("ana"), world.case.pk)
    with pytest.raises(NotVisible):
        reveal(world.viewer("ana"), row, facts)


def test_what_corrects_it_is_bound_too(world):
    consent(world)
    first = quote(world)
    second = record_contact(
        world.viewer("ana"), world.case.pk, kind="office", outcome="held",
        happened_at=build.moment(-1), note="QUOTED words", corrects_id=first.pk,
    )  # fmt: skip
    assert second.regimes == first.regimes == ["part2_quoted"]


@pytest.mark.parametrize("program", [True, False])
def test_only_a_program_is_offered_substance_use_records(world, program):
    with as_owner():
        type(world.agencies["center"]).objects.filter(pk=world.agencies["center"].pk).update(
            is_part2_program=program
        )
    world.people["kim"].refresh_from_db()
    _, facts = access_case(world.viewer("kim"), world.case.pk)
    offered = {kind.category.value for kind in kinds_for(world.viewer("kim"), facts)}
    assert ("sud_treatment" in offered) == program


def test_an_order_opens_the_document_that_it_names_and_no_other(world):
    named, other = (
        write_entry(
            world.viewer("kim"), world.case.pk,
            words=EntryWords("treatment_clinical", "Report", f"ORDERED {n}", build.day(-1), item=n),
        )
        for n in ("report one", "report four")
    )  # fmt: skip
    build.make_release(
        world.case, kind="court_order", source=world.agencies["center"],
        to=world.agencies["probation"], categories=["treatment_clinical"], items=["report one"],
    )  # fmt: skip
    rows, _ = list_records(world.viewer("ana"), world.case.pk, "treatment_clinical")
    assert [row.id for row in rows] == [str(named.pk)]
    assert other.items == ["report four"]
