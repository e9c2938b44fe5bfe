"""The mail catcher of development: keeps what it is sent as files, and shows it on a page."""

import email
import email.policy
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.ports import HOST

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
STYLE = """
body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1b1b1b; }
a { color: #005ea2; } li { padding: .5rem 0; border-bottom: 1px solid #757575; list-style: none; }
ul { padding: 0; } li a { display: inline-block; min-height: 1.5rem; font-weight: bold; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f0f0f0; padding: 1rem; }
dt { font-weight: bold; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
"""
SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID")
NEWEST = 200


class Keeper:
    """Keeps each message that arrives as a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Write the message under the time of its arrival."""
        partial = self.folder / f"{time.time_ns()}.part"
        partial.write_bytes(envelope.original_content or b"")
        partial.rename(partial.with_suffix(".eml"))
        return "250 Kept"


def messages(folder: Path) -> Iterator[tuple[str, EmailMessage]]:
    """Yield the newest messages with their names."""
    for path in sorted(folder.glob("*.eml"), reverse=True)[:NEWEST]:
        yield path.stem, read(path)


def read(path: Path) -> EmailMessage:
    """Return one kept message."""
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def page(title: str, body: str) -> str:
    """Return a whole page around a body that is escaped already."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="/style.css">'
        f"</head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def mailbox(folder: Path) -> str:
    """Return the page with every message, newest first."""
    rows = [
        f'<li><a href="/{name}">{escape(str(message["Subject"]))}</a><br>'
        f"To {escape(str(message['To']))} · {escape(str(message['Date']))}</li>"
        for name, message in messages(folder)
    ]
    listed = f"<ul>{''.join(rows)}</ul>" if rows else "<p>No message has arrived yet.</p>"
    return page("Mailbox of this demonstration", listed)


def one_message(message: EmailMessage) -> str:
    """Return the page of one message: headers, then every part as text."""
    headers = "".join(
        f"<dt>{name}</dt><dd>{escape(str(message[name]))}</dd>"
        for name in SHOWN_HEADERS
        if message[name]
    )
    parts = "".join(
        f"<h2>{escape(part.get_content_type())}</h2><pre>{escape(part_text(part))}</pre>"
        for part in message.walk()
        if not part.is_multipart()
    )
    body = f'<p><a href="/">All messages</a></p><dl>{headers}</dl>{parts}'
    return page(str(message["Subject"]), body)


def part_text(part: EmailMessage) -> str:
    """Return what one part says, as text."""
    content = part.get_payload(decode=True)
    return bytes(content or b"").decode(part.get_content_charset() or "utf-8", errors="replace")


class MailboxPage(BaseHTTPRequestHandler):
    """Answers the list, one message, or 404."""

    folder: Path

    def do_GET(self) -> None:  # noqa: N802 - the name that the server calls
        """Answer one request."""
        name = urlsplit(self.path).path.strip("/")
        path = self.folder / f"{name}.eml"
        if name == "style.css":
            self.answer(200, STYLE, "text/css")
        elif not name:
            self.answer(200, mailbox(self.folder))
        elif name.isdecimal() and path.exists():
            self.answer(200, one_message(read(path)))
        else:
            self.answer(
                404, page("There is no such message", '<p><a href="/">All messages</a></p>')
            )

    def answer(self, status: int, text: str, kind: str = "text/html") -> None:
        """Send one whole answer."""
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: a line for each look at the mailbox helps nobody."""


def main() -> None:
    """Catch mail until told to end."""
    folder = Path(os.environ["DATA_FOLDER"]) / "mail"
    folder.mkdir(mode=0o700, exist_ok=True)
    smtp, web = urlsplit(os.environ["EMAIL_URL"]).port, urlsplit(os.environ["MAILBOX_URL"]).port
    if smtp is None or web is None:
        sys.exit("EMAIL_URL and MAILBOX_URL must name a port.")
    catcher = Controller(Keeper(folder), hostname=HOST, port=smtp)
    catcher.start()
    handler = type("Handler", (MailboxPage,), {"folder": folder})
    server = ThreadingHTTPServer((HOST, web), handler)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    catcher.stop()


if __name__ == "__main__":
    main()
