"""With everything of the case file's side in hand, nothing of an advocate's record is found."""

import re

import pytest
import redis
from django.conf import settings as configured
from django.core.management import call_command
from django.test import Client

from tests.build import make_user
from tests.crawl import MISSING
from tests.plugins.roles import as_owner
from tests.victims.confidential.test_several_organizations import stopped
from tests.victims.proofs import stores
from tests.victims.proofs.sealed import CONTENT, not_refused
from tests.victims.proofs.use import (
    AT_THE_END,
    CONTROL,
    FOR_THE_TEAM,
    MARK,
    Use,
    confidential_addresses,
    ids,
    models,
)
from victims.confidential.models import Client as Victim
from victims.confidential.router import ALIAS

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])

# What only a particular order of acts writes; tests of their own hold its content.
NOT_BY_FORMS_ALONE = {
    "package": {"contents"}, "demand": {"source_ref"}, "hold": {"case_ref"},
    "released": {"release_ref", "particulars"}, "act": {"words"}, "noticetask": {"content",
    "event_ref"}, "noticestep": {"content"}, "informationtold": {"content"},
    "childreport": {"words"}, "childreportstep": {"words"}, "programperson": {"name_token"},
    "demandstep": {"words"}, "informationrequest": {"content"},
}  # fmt: skip
BY_ORDER_OF_ACTS = {
    "package_add",
    "package",
    "demand_item",
    "conflict_step_back",
    "notice",
    "act_add",
    "own_copy",
    "released",
    "released_copy",
    "released_paper",
}
# What an advocate's visits change on the case file's side: her own sign-in, and that she opened the
# head of a case, which every page of hers does alike.
OF_EACH_VISIT = re.compile(
    r"public\.(audit_event_\w+|audit_rowchange\w*|django_session|usersessions_usersession|"
    r"teams_user|account_\w+|mfa_\w+)"
)


def places(tmp_path, lines):
    """Return all that the case file's side keeps, by the name of the place."""
    kept = {f"table {name}": text for name, text in stores.dump("default").items()}
    return kept | {
        "dump": stores.dump_file("default"),
        "sessions": stores.sessions(),
        "mails": stores.mails(),
        "broker and cache": stores.broker(),
        "logs": "\n".join(lines),
        "files": stores.files(tmp_path),
    }


def found_in(kept, needles):
    """Return which place holds what."""
    return {(place, needle) for place, text in kept.items() for needle in needles if needle in text}


def look_hard(use, world, client_as, monkeypatch):
    """Meet refusals, mistakes and faults on the addresses of a record that is there."""
    key = ids(Victim)[0]
    url = f"/victims/people/{key}/"
    for visitor in (Client(), client_as("ana"), client_as("vic"), client_as("maya")):
        for address in (
            url,
            f"{url}nonsense/",
            f"{url}destroy/",
            f"{url}notes/",
            f"/victims/people/{MISSING}/",
        ):
            first = visitor.get(address)
            while first.status_code == 302:  # to the sign-in, or to the step-up
                first = visitor.get(first["Location"])
        visitor.post(f"{url}take-over/")
        visitor.put(url)
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = use.maya.cookies
    assert forged.post(f"{url}notes/add/", {"text": MARK}).status_code == 403
    with monkeypatch.context() as patched:
        patched.setattr("victims.confidential.views.client.open_client", fail)
        use.maya.raise_request_exception = False
        assert use.maya.get(url).status_code == 500
    with stopped(ALIAS, monkeypatch):
        assert use.maya.get(url).status_code == 503


def fail(viewer, client_id):
    """Fail with the worst message there is."""
    raise RuntimeError(f"{MARK} of client {client_id}")


def test_nothing_of_a_record_is_in_anything_of_the_case_file(
    world, client_as, tmp_path, monkeypatch
):
    redis.Redis.from_url(configured.REDIS_URL).flushdb()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    world.people["cora"] = make_user(
        "cora", world.agencies["harbor"], "community_advocacy", office="counsel"
    )
    with stores.log_lines() as lines:
        use = Use(world, client_as)
        before = stores.dump("default")
        use.everything(team=False)
        # With victims in contact and without: the same rows, but for the visits themselves.
        after = stores.dump("default")
        changed = {name for name in after if after[name] != before.get(name, "")}
        assert {name for name in changed if not OF_EACH_VISIT.fullmatch(name)} == set()

        use.everything(team=True)
        look_hard(use, world, client_as, monkeypatch)
        assert not_refused() == []
        use.end()
        call_command("send_due")
        kept = places(tmp_path, lines)
    needles = {MARK, MARK.encode().hex(), *stores.keys_of(ALIAS)} - {str(MISSING)}
    assert len(needles) > 100
    assert found_in(kept, needles) == set()
    # The search can find: what was said to the team is there.
    assert {place for place, _ in found_in(kept, {CONTROL})} >= {
        "table public.victims_question",
        "dump",
    }
    assert len(kept["logs"]) > 0
    assert world.case.number in kept["table public.casemgmt_case"]
    everything_was_used(use)


def everything_was_used(use):
    """Raise AssertionError for an address that no one opened, or a column that nothing wrote."""
    posts_only = {"client_take_over", "client_step_stop"}
    names = {name for name, _ in confidential_addresses()}
    not_opened = names - use.opened - posts_only - BY_ORDER_OF_ACTS
    assert not_opened == set(), {n: errors_of(html) for n, html in use.refused.items()}
    assert names >= FOR_THE_TEAM | AT_THE_END
    binary = {
        model._meta.model_name: {
            field.name for field in model._meta.concrete_fields
            if field.get_internal_type() == "BinaryField"
        }
        for model in models()
    }  # fmt: skip
    assert {name: columns for name, columns in binary.items() if columns} == CONTENT
    empty = set()
    for model in models():
        name = model._meta.model_name
        with as_owner(ALIAS):
            rows = list(model.objects.unscoped(reason="test"))
        for column in CONTENT.get(name, set()) - NOT_BY_FORMS_ALONE.get(name, set()):
            if not any(getattr(row, column) for row in rows):
                empty.add(f"{name}.{column}")
    assert empty == set(), {n: errors_of(html) for n, html in use.refused.items()}


def errors_of(html):
    """Return what a page says is wrong, to mend the filling of forms by."""
    return re.findall(r"error-message[^>]*>([^<]*)", html)[:5]
