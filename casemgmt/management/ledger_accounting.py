"""`ledger accounting`: takes a request for a list of disclosures, makes the list and writes the
file, by the same service as the pages, in the eyes of a privacy officer who is named."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import sleep

from django.core.management.base import OutputWrapper
from django.db import transaction

from audit.accounting import LAWS
from audit.cli import CANNOT, CLEAN
from audit.models import AccountingRun
from audit.selectors.accounting import access_asked
from audit.services.accounting import Terms, download_copy, read_accountings
from audit.services.operator import operator
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.policy.people import Act, Viewer
from casemgmt.services.accounting import ask_for_person, build_waiting, make
from teams.selectors.people import find_by_sign_in
from teams.selectors.viewers import build_viewer

COMMAND = "manage.py ledger accounting"
LOOK_AGAIN = 0.5  # seconds
NOBODY = "Only a privacy officer's sign-in name opens this (--as), and the request has to be there."


def declare(acts: argparse._SubParsersAction) -> None:
    """Declare whose list, under which law, and where it goes."""
    parser = acts.add_parser("accounting", help="a person's list of disclosures, as PDF or CSV")
    parser.add_argument("--as", dest="officer", required=True, help="the privacy officer's sign-in")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--list", action="store_true", help="what is owed, and until when")
    what.add_argument("--request", help="the key of a request that was taken")
    what.add_argument("--case", help="take a request: the number of a case of the person")
    parser.add_argument("--law", choices=sorted(LAWS), default="own", help="which list (own)")
    parser.add_argument("--asked-by", default="", help="who asked, and as what")
    parser.add_argument("--asked-on", type=date.fromisoformat, help="the day, as 2026-01-31")
    parser.add_argument("--form", choices=("pdf", "csv", "rows"), default="pdf")
    parser.add_argument("-o", "--output", type=Path, help="the file to write")


def give_out(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Print what is owed, or make one list and write its file; 2 where it cannot be."""
    try:
        if options["list"]:
            return _list(options, out)
        if options["output"] is None:
            err.write("Say where the file goes: -o FILE.")
            return CANNOT
        return _write(options, out)
    except (NotVisible, NotAllowed):
        err.write(NOBODY)
        return CANNOT


def _list(options: dict, out: OutputWrapper) -> int:
    with transaction.atomic():
        asked, _ = read_accountings(_officer(options))
    for one in asked:
        if one.end is None:
            late = "  LATE" if one.is_late else ""
            out.write(f"{one.row.pk}  due {one.due}  {one.law.source}{late}")
    return CLEAN


def _write(options: dict, out: OutputWrapper) -> int:
    with transaction.atomic():
        request_id = options["request"] or _taken(options)
        run = make(_officer(options), request_id)
    while run.state in (AccountingRun.State.WAITING, AccountingRun.State.BUILDING):
        if not build_waiting():  # a large one is made here and now, or a worker has it already
            sleep(LOOK_AGAIN)
        with transaction.atomic():
            run = access_asked(_officer(options), request_id).run or run
    if run.state != AccountingRun.State.READY:
        raise RuleBroken("It could not be made. The log says why.")
    with transaction.atomic():
        viewer = _officer(options)
        copies = access_asked(viewer, request_id).copies
        wanted = next(copy for copy in copies if copy.form == options["form"])
        copy = download_copy(viewer, request_id, wanted.pk)
    options["output"].write_bytes(bytes(copy.content))
    out.write(f"{options['output']}: {copy.lines} lines, SHA-256 {copy.digest}")
    return CLEAN


def _taken(options: dict) -> object:
    if not options["asked_by"].strip():
        raise RuleBroken("Say who asked: --asked-by.")
    asked_on = options["asked_on"] or clock.today()
    terms = Terms(options["law"], options["asked_by"], asked_on)
    return ask_for_person(_officer(options), options["case"], terms).pk


def _officer(options: dict) -> Viewer:
    """Return the privacy officer as a viewer; the events name who runs the command too."""
    person = find_by_sign_in(options["officer"])
    if person is None:
        raise NotVisible("user")
    who = operator(COMMAND)
    act = Act(
        request_id=who.request_id, page_id=who.request_id, route=COMMAND, purpose="accounting",
        reason=f"run by {who.name}", channel="command",
    )  # fmt: skip
    return replace(build_viewer(person), act=act)


ACTS = {"accounting": give_out}
