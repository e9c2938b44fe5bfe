"""Whether the time of a refusal tells that a case is there: one without standing, one that is
nowhere."""

import uuid
from collections.abc import Callable
from statistics import median

from django.db import transaction
from django.test import Client

from bench.readers import PEOPLE, Reader
from bench.report import Row
from bench.timing import medians
from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case
from teams.models import User
from teams.selectors.viewers import build_viewer

TARGET = 1.1  # what two runs of the very same thing differ by on a busy machine
WHO = "member"
OF_OTHERS = """SELECT id FROM casemgmt_case WHERE sealed_at IS NULL AND stage <> 'closed'
  AND agency_id > 1 ORDER BY id LIMIT 60"""


def measure() -> list[Row]:
    """Return the rows: by the selector, and over HTTP with the refusal on the ledger."""
    open_ = Reader(PEOPLE[WHO], owner=True)
    hidden = [str(key) for (key,) in open_.ask(OF_OTHERS)]
    open_.close()
    user = User.objects.select_related("agency").get(username=PEOPLE[WHO])
    rows = []
    with transaction.atomic():
        viewer = build_viewer(user)
        rows += _compared("access_case", lambda key: _refused(viewer, key), hidden)
        transaction.set_rollback(True)
    client = signed_in(user)
    rows += _compared("page over HTTP", lambda key: _not_found(client, key), hidden)
    return rows


def signed_in(user: User) -> Client:
    """Return a browser in which this person has shown a second factor."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    session = client.session
    session["has_factor"] = True
    session.save()
    return client


def _compared(way: str, ask: Callable[[str], None], hidden: list[str]) -> list[Row]:
    """Ask for hidden and missing cases in turns, another one each time."""
    missing, others = ([str(uuid.uuid4()) for _ in hidden] for _ in range(2))
    queues = {"hidden": list(hidden), "missing": missing, "others": others}

    def next_of(name: str) -> Callable[[], None]:
        def run() -> None:
            queues[name].append(queues[name].pop(0))
            ask(queues[name][-1])

        return run

    found = medians({name: next_of(name) for name in queues}, rounds=240)
    base = median((found["missing"], found["others"]))
    noise = max(found["missing"], found["others"]) / min(found["missing"], found["others"])
    name = f"a hidden case against a missing one, {way}"
    return [
        Row(name, found["hidden"], base, TARGET),
        Row(f"for comparison: a missing case against another, {way}", base * noise, base),
    ]


def _refused(viewer: Viewer, key: str) -> None:
    try:
        access_case(viewer, key)
    except NotVisible:
        return
    raise RuntimeError("a case without standing was shown")


def _not_found(client: Client, key: str) -> None:
    status = client.get(f"/cases/{key}/").status_code
    if status != 404:
        raise RuntimeError(f"a case without standing answered {status}")
