"""Plants a word of its own in every sensitive text of the world's case: the fields come from the
models, so that a new one is planted, or missed by name, without anybody thinking of it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from casemgmt.models import CaseEvent, Decision, Release, Round, Wording, Worksheet
from tests import build, build_victims
from tests.plugins.roles import as_owner
from tests.world import World
from victims.models import Answer

APPS = ("casemgmt", "victims")  # the advocates' own database has a ledger and tests of its own
# Of choices, codes and keys a page shows words; their rows carry other texts that are planted.
CODES = {
    "casemgmt.Case": {"number", "risk_level", "sealed_under"},
    "casemgmt.Entry": {"part"},
    "casemgmt.Assessment": {"band_scheme", "level"},
    "victims.Inquiry": {"topic", "who"},
    "victims.Statement": {"item"},
}  # fmt: skip
# Kinds, days and keys, and no word of anybody.
WORDLESS = {
    "victims.ClarificationStep",
    "victims.Readiness",
    "victims.Clearance",
    "victims.NoticeDuty",
    "victims.NoticeSent",
}


@dataclass(frozen=True)
class Planted:
    """Where a word stands: what the ledger must name where it is shown."""

    label: str
    field: str
    subject_id: str
    category: str


def sensitive_models() -> list[Any]:
    """Return the models whose fields carry categories."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS and hasattr(model, "FIELD_CATEGORY")
    ]


def texts_of(model: Any) -> list[str]:
    """Return the names of a model's fields that hold what people wrote."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in CODES.get(model._meta.label, ())
    ]


def plant(world: World) -> dict[str, Planted]:
    """Fill the case with a row of each model, and each text with a word; return word -> where."""
    _complete(world)
    words: dict[str, Planted] = {}
    for model in sensitive_models():
        same_case = {"pk": world.case.pk} if model._meta.label == "casemgmt.Case" else {
            "case": world.case
        }  # fmt: skip
        with as_owner():
            rows = list(model._base_manager.filter(**same_case))
            for row in rows:
                _plant_in(model, row, words)
    _plant_in_releases(world, words)
    return words


def _plant_in(model: Any, row: Any, words: dict[str, Planted]) -> None:
    new = {}
    for name in texts_of(model):
        if name in row.FIELD_CATEGORY:
            word = f"Mk{len(words):03d}q"
            words[word] = Planted(
                model._meta.label, name, str(row.pk), str(row.FIELD_CATEGORY[name])
            )
            new[name] = word
    if new:
        model._base_manager.filter(pk=row.pk).update(**new)


def _plant_in_releases(world: World, words: dict[str, Planted]) -> None:
    """Releases decide by themselves what of them is shown; what each is for travels with what it
    opens, under the name of that."""
    with as_owner():
        for row in Release._base_manager.filter(case=world.case):
            for name in ("about",):
                word = f"Mk{len(words):03d}q"
                words[word] = Planted("casemgmt.Release", name, str(row.pk), str(row.categories[0]))
                Release._base_manager.filter(pk=row.pk).update(**{name: word})


def _complete(world: World) -> None:
    """Add a row of each model that the world has none of."""
    case, people, records = world.case, world.people, world.records
    ana, maya = people["ana"], people["maya"]
    build._make(
        CaseEvent, case, ana, kind="hearing", happens_at=build.moment(2), place="x", note="x"
    )
    build._make(
        Wording, case, ana, condition=records["condition"], number=1, text="x", reason="x",
        replaced_at=build.moment(-1),
    )  # fmt: skip
    question = build_victims.make_question(case, maya)
    build._make(
        Answer, case, people["cho"], question=question, kind="told", text="x",
        answered_at=build.moment(-1),
    )  # fmt: skip
    build_victims.make_inquiry(case, maya)
    decision: Decision = records["decision"]
    columns = {name: "x" for name in texts_of(Worksheet) if name in Worksheet.FIELD_CATEGORY}
    build._make(Worksheet, case, people["cho"], decision=decision, precedence="none", **columns)
    build._make(
        Round, case, people["cho"], review=records["review"], number=1, proposal="x", thumbs={},
        result="consensus", held_at=build.moment(-1),
    )  # fmt: skip
