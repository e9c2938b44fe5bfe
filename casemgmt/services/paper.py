"""Files the scan of a signed form under its release, and hands it out; both are on the ledger."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction

from audit.models import Kind, Outcome
from audit.services.record import record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Paper, Release
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.release import access_release, release_entry
from casemgmt.selectors.release_rights import may_file
from casemgmt.services.faults import Fault
from teams.selectors.meeting import OnlyFor

# What a file begins with says what it is; its name and the browser's word for it do not.
KINDS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)
LONGEST_NAME = 80
MOST_PAPERS = 10
KEEP = "Whoever may take it back files the form that belongs to it."


@dataclass(frozen=True)
class PaperFile:
    """A file as it is sent to a browser, and the notice that goes with it."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def attach_paper(
    viewer: Viewer, case_id: object, release_id: object, *, name: str, content: bytes
) -> Paper:
    """File the scan of a signed form. Raises NotVisible, NotAllowed, and Fault for what is no PDF,
    PNG or JPEG or is too large."""
    row, _, facts = access_release(viewer, case_id, release_id, lock=True)
    _require_filing(viewer, row, facts)
    if len(content) > settings.PAPER_MAX_BYTES:
        most = settings.PAPER_MAX_BYTES // (1024 * 1024)
        raise Fault("file", f"This file is larger than {most} MB. Scan it in a lower resolution.")
    found = next((kind for kind in KINDS if content.startswith(kind[0])), None)
    if found is None:
        raise Fault("file", "This is no PDF, PNG or JPEG. Scan the form as one of these.")
    if Paper.objects.visible_to(viewer).filter(release=row).count() >= MOST_PAPERS:
        raise Fault(
            "file", f"There are {MOST_PAPERS} files already. Combine what belongs together."
        )
    paper = Paper(
        release=row, name=clean_name(name, found[2]), content_type=found[1], size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), content=content, created_by_id=viewer.user_id,
    )  # fmt: skip
    paper.save(force_insert=True)
    _record(viewer, row, facts, paper, kind=Kind.CHANGE, act="attach paper")
    return paper


@transaction.atomic
def hand_out_paper(
    viewer: Viewer, case_id: object, release_id: object, paper_id: object
) -> PaperFile:
    """Return a file; that it was handed out is on the ledger. Raises NotVisible."""
    row, _, facts = access_release(viewer, case_id, release_id)
    paper = Paper.objects.visible_to(viewer).filter(release=row, pk=paper_id).first()
    if paper is None:
        raise NotVisible("paper", paper_id, case_id)
    _record(viewer, row, facts, paper, kind=Kind.DOWNLOAD, act="download paper")
    return PaperFile(paper.name, paper.content_type, bytes(paper.content))


def clean_name(name: str, ending: str) -> str:
    """Return a name of plain letters with the ending of what the file is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = PurePosixPath(plain.replace("\\", "/")).stem
    stem = re.sub(r"[^A-Za-z0-9 _-]+", "", stem).strip(" _-")[:LONGEST_NAME]
    return f"{stem or 'form'}{ending}"


def _require_filing(viewer: Viewer, row: Release, facts: CaseFacts) -> None:
    if not may_file(viewer, facts, row):
        only = OnlyFor(KEEP, because="never", category=Category(row.categories[0]), how_to_ask="")
        raise NotAllowed(only, "release", row.pk, row.case_id)


def _record(
    viewer: Viewer, row: Release, facts: CaseFacts, paper: Paper, *, kind: str, act: str
) -> None:
    entry = release_entry(row, facts, kind)
    entry = replace(
        entry,
        subject_kind="paper",
        subject_id=str(paper.pk),
        fields=("name", "content"),
        outcome=Outcome.DONE if kind == Kind.CHANGE else Outcome.SHOWN,
        detail={"act": act, "release": str(row.pk), "sha256": paper.sha256},
    )
    record(viewer, [entry])
