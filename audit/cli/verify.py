"""`ledger verify`: 0 clean, 1 tampered, 2 cannot verify; names what and where."""

import argparse
import json
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.db import DatabaseError

from audit.cli import CANNOT, CLEAN, TAMPERED
from audit.cli.seal import first_line
from audit.services.anchor import read_anchors
from audit.services.journal import read_journal
from audit.services.keys import trusted_keys, trusted_witnesses
from audit.services.outside import Outside
from audit.services.report import Report
from audit.services.stamp import read_roots
from audit.services.verify import verify_ledger


def declare(acts: argparse._SubParsersAction) -> None:
    """Declare what verification can be given."""
    parser = acts.add_parser("verify", help="verify every event, root, signature and anchor")
    parser.add_argument("--anchors", type=Path, help="the heads kept outside, one JSON line each")
    parser.add_argument("--journal", type=Path, help="the lines that were sent on each commit")
    parser.add_argument(
        "--public-key",
        action="append",
        default=[],
        help="a key line or a file of them, best the newest; else the sealer's own key",
    )
    parser.add_argument(
        "--witness-key", action="append", default=[], help="a witness's key line or a file of them"
    )
    parser.add_argument(
        "--tsa-root", type=Path, help="PEM file: the root certificates of the time stamps"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def verify(options: dict, out: OutputWrapper, err: OutputWrapper) -> int:
    """Verify, print the report and return its status."""
    outside = Outside(
        anchors=read_anchors(options["anchors"]) if options["anchors"] else [],
        journal=read_journal(options["journal"]) if options["journal"] else [],
        roots=read_roots(options["tsa_root"]) if options["tsa_root"] else [],
        witnesses=trusted_witnesses(options["witness_key"]),
    )
    try:
        report = verify_ledger(trusted_keys(options["public_key"]), outside)
    except DatabaseError as error:
        err.write(f"Cannot verify: {first_line(error)}")
        return CANNOT
    if options["json"]:
        out.write(json.dumps(_as_json(report), indent=2))
    else:
        _tell(report, out)
    return CLEAN if report.is_clean else TAMPERED


def _tell(report: Report, out: OutputWrapper) -> None:
    for code, words in [(f.code, f"{f.where}: {f.words}") for f in report.findings]:
        out.write(f"{code:<22}{words}")
    for found in report.warnings:
        out.write(f"{'Look: ' + found.code:<22}{found.where}: {found.words}")
    looked = f"{report.events} events, {report.heads} heads, {report.anchors} anchors"
    if report.lines:
        looked += f", {report.lines} lines of the journal"
    if report.stamps or report.cosignatures:
        looked += f", {report.stamps} time stamps, {report.cosignatures} co-signatures"
    if report.rows:
        looked += f", {report.rows} row changes"
    total = sum(report.counts.values())
    out.write(
        f"Clean: {looked}." if report.is_clean else f"TAMPERED: {total} findings in {looked}."
    )


def _as_json(report: Report) -> dict:
    return {
        "result": "clean" if report.is_clean else "tampered",
        "events": report.events,
        "heads": report.heads,
        "anchors": report.anchors,
        "stamps": report.stamps,
        "cosignatures": report.cosignatures,
        "journal_lines": report.lines,
        "row_changes": report.rows,
        "counts": report.counts,
        "findings": [{"code": f.code, "where": f.where, "words": f.words} for f in report.findings],
        "warnings": [{"code": f.code, "where": f.where, "words": f.words} for f in report.warnings],
    }
