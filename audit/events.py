"""The types of events that the ledger knows from the start."""

from audit.models import Kind
from audit.registry import EventType, register

DISCLOSURE = 7  # years; an accounting of disclosures looks back six (45 CFR 164.528)
ACCOUNT = 7

TYPES = (
    EventType(Kind.VIEW, "viewed {what}", DISCLOSURE, "viewed {things}"),
    EventType(Kind.LIST, "was shown {what} in a list", DISCLOSURE, "was shown {things} in a list"),
    EventType(Kind.SEARCH, "searched and found {what}", DISCLOSURE, "searched and found {things}"),
    EventType(Kind.COUNT, "was shown a number: {what}", DISCLOSURE, "was shown {things}"),
    EventType(Kind.EXPORT, "exported {what}", DISCLOSURE, "exported {things}"),
    EventType(Kind.PRINT, "printed {what}", DISCLOSURE, "printed {things}"),
    EventType(Kind.DOWNLOAD, "downloaded {what}", DISCLOSURE, "downloaded {things}"),
    EventType(Kind.API, "read {what} by a program", DISCLOSURE, "read {things} by a program"),
    EventType(Kind.MAIL, "was mailed {what}", DISCLOSURE, "was mailed {things}"),
    EventType(Kind.SPOKEN, "told others {what}", DISCLOSURE, "told others {things}"),
    EventType(Kind.REFUSAL, "was refused {what}", DISCLOSURE, "was refused {things}"),
    EventType(Kind.CHANGE, "changed {what}", DISCLOSURE, "changed {things}"),
    EventType(Kind.SIGN_IN, "signed in", ACCOUNT),
    EventType(Kind.SIGN_IN_FAILED, "tried to sign in and could not", ACCOUNT),
    EventType(Kind.PERMISSION, "changed a permission: {what}", ACCOUNT, "changed {things}"),
    EventType(Kind.LEDGER, "read the ledger: {what}", ACCOUNT),
    EventType(Kind.BREAK_GLASS, "used emergency access: {what}", DISCLOSURE),
    EventType(Kind.CONFLICT, "changed a conflict of interest: {what}", DISCLOSURE),
    EventType(Kind.SEALED, "sealed {what}", DISCLOSURE),
    EventType(Kind.UNSEALED, "lifted the seal of {what}", DISCLOSURE),
)
register(*TYPES)
