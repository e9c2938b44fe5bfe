"""One mail of a notice: a constant subject, what waits in a sentence, a link to sign in.

Mailboxes are read by others and copied to clouds: no name, no number, nothing of a case.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from teams import routes
from teams.models import Notice

SUBJECT = "Something waits for you"
Kind = Notice.Kind


@dataclass(frozen=True)
class Words:
    """What a kind of notice says, and the page that it leads to."""

    text: str
    route: str


WORDS = {
    Kind.BROKEN_GLASS: Words(
        "Somebody used emergency access in your area of work. Read who, when and why.",
        routes.EMERGENCY_PAGE,
    ),
    Kind.BROKEN_GLASS_REVIEW: Words(
        "Somebody in your agency used emergency access. It waits for your review.",
        routes.GLASS_REVIEWS_PAGE,
    ),
    Kind.BROKEN_GLASS_LATE: Words(
        "A review of emergency access in your agency is late. Look at it, or see that it is done.",
        routes.GLASS_REVIEWS_PAGE,
    ),
    Kind.RELEASE_ENDING: Words(
        "A permission to share ends soon. Decide whether a new one is needed.", routes.WORK_PAGE
    ),
    Kind.RELEASE_REVOKED: Words(
        "A permission to share was taken back. Stop using what you had under it.",
        routes.WORK_PAGE,
    ),
    Kind.ACCESS_REVIEW_DUE: Words(
        "An access review waits for your answers. What nobody confirms ends.",
        routes.ACCESS_REVIEWS_PAGE,
    ),
    Kind.ACCESS_ENDED: Words(
        "Access that you had has ended. Ask your supervisor if you still need it.",
        routes.WORK_PAGE,
    ),
    Kind.CONFLICT_SET: Words(
        "Your agency put a conflict of interest on record for you. What it is about is closed to"
        " you. Ask your supervisor or privacy officer.",
        routes.WORK_PAGE,
    ),
    Kind.CONFLICT_HANDOVER: Words(
        "A colleague of your organization may not go on with a part of the work. Agree in person"
        " who takes it over, and do not ask why.",
        routes.WORK_PAGE,
    ),
    Kind.SEALED: Words(
        "Something was sealed under an order in your agency. Read the stub.", routes.SEALS_PAGE
    ),
    Kind.UNSEALED: Words("A seal that you set was lifted.", routes.WORK_PAGE),
    Kind.LEGAL_DEMAND: Words(
        "A legal demand was filed with a team at which your organization sits. Read it before"
        " anybody answers.",
        routes.DEMANDS_PAGE,
    ),
    Kind.REPORT_DUE: Words(
        "Something that is yours alone to do is due soon. Look at your work.", routes.DUTIES_PAGE
    ),
    Kind.QUESTION_ASKED: Words(
        "A question to a team of yours waits for an answer.", routes.QUESTIONS_PAGE
    ),
    Kind.QUESTION_LATE: Words(
        "A question to a team of yours is still without an answer. Answer it, or say what the team"
        " may not tell.",
        routes.QUESTIONS_PAGE,
    ),
    Kind.QUESTION_ANSWERED: Words(
        "A question that you put to a team has an answer.", routes.QUESTIONS_PAGE
    ),
    Kind.INQUIRY: Words(
        "A question that is put to you waits for an answer. Look at your work.",
        routes.WORK_PAGE,
    ),
    Kind.INQUIRY_DUE: Words(
        "A question that is put to you is soon due and has no answer yet.", routes.WORK_PAGE
    ),
    Kind.APPROVAL_LAPSED: Words(
        "An approval has lapsed in your area of work. Plan for somebody else until it is renewed.",
        routes.WORK_PAGE,
    ),
    Kind.SPOKEN_REVIEW: Words(
        "Somebody in your agency told something that waits for your look.",
        routes.SPOKEN_REVIEWS_PAGE,
    ),
    Kind.ACCOUNTING_DUE: Words(
        "An accounting of disclosures that your agency owes is due soon.",
        routes.ACCOUNTINGS_PAGE,
    ),
    Kind.LEDGER_ALARM: Words(
        "A part of the ledger's own work has stopped. Read which, and tell your administrator.",
        routes.LEDGER_PAGE,
    ),
    Kind.LEDGER_ALARM_OVER: Words(
        "The part of the ledger's own work that had stopped goes on again.", routes.LEDGER_PAGE
    ),
    Kind.LEDGER_REVIEW_DUE: Words(
        "A week of the ledger waits for its review and your signature.",
        routes.LEDGER_REVIEWS_PAGE,
    ),
    Kind.LEDGER_REVIEW_LATE: Words(
        "The review of a week of the ledger is late.", routes.LEDGER_REVIEWS_PAGE
    ),
}


def message_for(notice: Notice) -> EmailMessage:
    """Return the mail; raises ValueError for a person without an address."""
    address = notice.recipient.email
    if not address:
        raise ValueError("no mail address")
    words = WORDS[Kind(notice.kind)]
    context = {"site_name": settings.SITE_NAME, "text": words.text, "link": _link(words.route)}
    return EmailMessage(
        subject=SUBJECT,
        body=render_to_string("teams/mail/notice.txt", context),
        to=[address],
        headers={"Message-ID": f"<{notice.pk}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )


def _link(route: str) -> str:
    """Return the page's address without any key; the first page where a site serves no such one."""
    try:
        return f"{settings.SITE_URL}{reverse(route)}"
    except NoReverseMatch:
        return f"{settings.SITE_URL}/"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
