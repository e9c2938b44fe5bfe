"""Log lines without case data: PostgreSQL's own words about a row are left out of tracebacks, and
addresses of the victims' side, which name records, out of every line."""

import logging
import re
from typing import Any

ROW_WORDS = re.compile(
    r"^(DETAIL|CONTEXT|QUERY|HINT|LINE \d+):.*(?:\n(?![A-Z]+:|\w*Error|Traceback|  File).*)*",
    re.MULTILINE,
)
LEFT_OUT = "[row content left out]"
CONFIDENTIAL = re.compile(r"(/victims/)(?!\S*\.py\b)[^\s'\"<>,)\]]+")


class IdsOnly(logging.Formatter):
    """Formats as usual, and takes out what a database error quotes of a row (ASVS 16.2.5), and what
    would tell that somebody opened a victim's record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without addresses of the victims' side."""
        return CONFIDENTIAL.sub(r"\1[left out]", super().format(record))

    def formatException(self, ei: Any) -> str:  # the name and shape of logging's own
        """Return the traceback without the database's quotes."""
        return ROW_WORDS.sub(LEFT_OUT, super().formatException(ei))
