"""Paper: tagged PDF (PDF/UA-1) from a Typst template and plain data."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates" / "pdf"


def write_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF that templates/pdf/`template` makes of `data`.

    `data` needs "title"; "language" is an ISO 639-1 code, "footer" one line on each page.
    It reaches the template as text, never as markup, so what people wrote cannot change the
    sheet. Raises typst.TypstError where the template does not fit the data.
    """
    compiled: bytes = typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return compiled
