"""Tables with case or victim content are sealed, categorised and unknown to the case file where
they are of a victim."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from casemgmt.core.scoping import ScopedModel
from casemgmt.models import Case, Person
from casemgmt.models.base import CaseRecord
from casemgmt.policy.categories import Category

OPEN = {
    "casemgmt.CaseUserGrant": "guardian's row: read by its own policy",
    "casemgmt.CaseGroupGrant": "guardian's row: read by its own policy",
    "casemgmt.UnitUserGrant": "a supervisory line names no case",
    "casemgmt.AgencyUserGrant": "a supervisory line names no case",
    "casemgmt.PersonLineGrant": "a supervisory line names no case",
    "casemgmt.Conflict": "read by the person alone, by its own policy",
    "casemgmt.SentRequest": "keys of API requests, no content",
}
STRUCTURE = {
    "id", "jurisdiction_id", "created_at", "created_by_id", "version", "case", "author",
    "owner_agency", "regimes", "sealed_at",
}  # fmt: skip
# Columns that a screen never shows as such: keys, and what the rules read.
UNSHOWN = {
    "casemgmt.Case": {
        "person", "agency", "unit", "team", "officer", "sovereign", "is_juvenile", "closed_on",
        "risk_band", "sealed_under",
    },
    "casemgmt.Wording": {"condition", "number"},
    "casemgmt.Contact": {"corrects"},
    "casemgmt.CaseEvent": {"corrects"},
    "casemgmt.ExamReferral": {"examiner"},
    "casemgmt.ExamResult": {"referral", "corrects"},
    "casemgmt.Entry": {"category", "part", "corrects", "release", "items"},
    "casemgmt.Assessment": {"corrects"},
    "casemgmt.TreatmentSummary": {"corrects"},
    "casemgmt.CaseReview": {"meeting"},
    "casemgmt.Decision": {"review", "replaces"},
    "casemgmt.Round": {"review"},
    "casemgmt.Worksheet": {"decision"},
    "casemgmt.Step": {"decision", "assigned_to"},
    "victims.Statement": {"release"},
    "victims.NoticeDuty": {"system_record"},
    "victims.NoticeSent": {"duty", "event"},
    "victims.Answer": {"question"},
    "victims.ClarificationStep": {"release", "stopped_at"},
    "victims.Clearance": {"decision"},
}  # fmt: skip
CONTENT = [m for m in apps.get_models() if m._meta.app_label in ("casemgmt", "victims")]
RECORDS = [m for m in CONTENT if issubclass(m, CaseRecord) or m is Case]


@pytest.mark.parametrize("model", CONTENT, ids=lambda m: m._meta.label)
def test_each_table_is_sealed_or_on_the_list(model):
    assert issubclass(model, ScopedModel) != (model._meta.label in OPEN)


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m._meta.label)
def test_each_column_has_a_category_or_a_reason(model):
    row = model(category=Category.TRIBAL) if model._meta.label == "casemgmt.Entry" else model()
    shown = set(row.FIELD_CATEGORY)
    columns = {f.name for f in model._meta.concrete_fields} - STRUCTURE
    assert columns - shown == UNSHOWN.get(model._meta.label, set())


def test_nothing_on_a_case_or_a_person_leads_to_a_victim():
    for model in (Case, Person):
        related = [
            f
            for f in model._meta.get_fields(include_hidden=False)
            if f.auto_created and not f.concrete
        ]
        assert [
            f for f in related if f.related_model._meta.app_label in ("victims", "advocacy")
        ] == []


def test_no_generic_foreign_key_in_our_tables():
    for model in apps.get_models():
        if model._meta.app_label in ("casemgmt", "victims", "teams", "audit", "advocacy"):
            assert [f for f in model._meta.private_fields if isinstance(f, GenericForeignKey)] == []


def test_the_main_database_knows_nothing_of_the_advocacy_tables(db):
    from django.db import connection  # noqa: PLC0415

    assert [t for t in connection.introspection.table_names() if t.startswith("advocacy")] == []
