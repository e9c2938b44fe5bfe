"""The questions of each kind of sheet, as data: what is asked, how long an answer may be, which
choices there are. An answer is kept under its name, so a name never changes its meaning."""

from dataclasses import dataclass

from casemgmt.models import CaseEvent
from victims.confidential.models.sheet import Sheet

LINE, TEXT, CHOICE, CHOICES, DAY = "line", "text", "choice", "choices", "day"
YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Not asked"))


@dataclass(frozen=True)
class Question:
    """One question; `required` ones are those without which the sheet says nothing."""

    name: str
    label: str
    shape: str = LINE
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of sheet: what it is for, its questions, and whether only the newest one counts."""

    heading: str
    purpose: str
    questions: tuple[Question, ...]
    one_counts: bool = False


def ask(name: str, label: str, shape: str = LINE, **more: object) -> Question:
    """Return a question."""
    return Question(name, label, shape, **more)  # type: ignore[arg-type]


CHANNELS = (
    ("phone", "Telephone"), ("text", "Text message"), ("mail", "Letter"), ("email", "E-mail"),
    ("person", "In person"), ("through", "Through someone else"), ("none", "No contact"),
)  # fmt: skip
WISHES = (
    ("no_contact", "No contact"), ("contact", "Some contact"), ("information", "To be told"),
    ("apology", "An apology or answers"), ("restitution", "Restitution"), ("nothing", "Nothing"),
    ("other", "Something else"),
)  # fmt: skip

KINDS: dict[str, Kind] = {
    Sheet.Kind.CONTACT_RULE: Kind(
        "Safe contact", "How to reach this victim without harm. The newest one counts.", (
            ask("channels", "Ways that are safe", CHOICES, required=True, choices=CHANNELS),
            ask("times", "When", help="Days and hours that are safe, and those that are not."),
            ask("say", "What to say, and to whom", TEXT,
                help="A code word, a name to give, who may answer, what to leave as a message."),
            ask("never", "Never", TEXT, help="What is never said, sent or left behind."),
            ask("address", "Where the victim lives", TEXT,
                help="True address, kept here alone; to the table goes at most a substitute."),
            ask("language", "Language or interpreter"),
            ask("interpreter_ok", "Who may interpret", help="Never a child, never the family."),
            ask("address_program", "Address program", CHOICE, choices=YES_NO,
                help="Whether a substitute address is used (address confidentiality program)."),
            ask("substitute", "Substitute address", TEXT),
        ), one_counts=True,
    ),
    Sheet.Kind.FAMILY: Kind(
        "Family and others close", "Who belongs to this victim, and how each stands to the person "
        "under supervision, also where victim and family are one.", (
            ask("name", "Name", required=True),
            ask("to_victim", "Relation to the victim", required=True),
            ask("to_person", "Relation to the person under supervision"),
            ask("guardian", "Is the victim's parent or guardian", CHOICE, choices=YES_NO),
            ask("caused_harm", "Caused harm, to this victim or to the other parent", CHOICE,
                choices=YES_NO, help="Whoever did can never sign, for nobody."),
            ask("harmed_too", "Was harmed too", CHOICE, choices=YES_NO),
            ask("has_record", "Has a record of his or her own here", CHOICE, choices=YES_NO,
                help="Each victim has a record of his or her own; nothing is copied."),
            ask("knows", "Knows of the services", CHOICE, choices=YES_NO),
            ask("note", "What to bear in mind", TEXT),
        ),
    ),
    Sheet.Kind.SAFETY_PLAN: Kind(
        "Safety plan", "Made with the victim. The newest one counts.", (
            ask("concerns", "What the victim fears", TEXT, required=True),
            ask("signs", "Signs of danger", TEXT),
            ask("steps", "What the victim does then", TEXT, required=True),
            ask("places", "Safe places", TEXT),
            ask("people", "Who is called", TEXT),
            ask("children", "Children, animals, things to take", TEXT),
            ask("technology", "Phones, accounts, location", TEXT),
            ask("review_on", "Look at it again on", DAY),
        ), one_counts=True,
    ),
    Sheet.Kind.WISH: Kind(
        "Wishes", "What this victim wants, of this victim alone. Private until it is released, "
        "item by item.", (
            ask("wishes", "The victim wishes", CHOICES, required=True, choices=WISHES),
            ask("words", "In the victim's own words", TEXT),
            ask("share", "May it be shared?", CHOICE, required=True, choices=(
                ("private", "No: it stays here"), ("ask", "Ask again before each time"),
                ("release", "Yes, under a release"))),
        ),
    ),
    Sheet.Kind.SERVICE: Kind(
        "Services and contacts", "What was done with or for the victim.", (
            ask("what", "What", CHOICE, required=True, choices=(
                ("crisis", "Crisis counseling"), ("counsel", "Counseling"),
                ("accompany", "Accompanied"), ("inform", "Informed"), ("safety", "Safety planning"),
                ("notice", "Helped to register for notices"), ("money", "Compensation or aid"),
                ("other", "Something else"))),
            ask("with_whom", "With whom"),
            ask("minutes", "Minutes"),
            ask("note", "What came of it", TEXT),
        ),
    ),
    Sheet.Kind.REFERRAL: Kind(
        "Referrals", "To whom the victim was pointed, and what came of it.", (
            ask("to", "To", required=True),
            ask("what_for", "What for", required=True),
            ask("agreed", "The victim agreed", CHOICE, required=True, choices=YES_NO[:2]),
            ask("told", "What they were told", TEXT,
                help="Anything that leaves needs a release of its own."),
            ask("outcome", "What came of it", TEXT),
        ),
    ),
    Sheet.Kind.NOTICE: Kind(
        "Notices", "What this victim wants to be told. Victims ask; nobody asks them. The newest "
        "one counts, at once.", (
            ask("standing", "The victim", CHOICE, required=True, choices=(
                ("wants", "Wants to be told"), ("stop", "Wants no notices any more"))),
            ask("events", "Of what", CHOICES, choices=tuple(CaseEvent.Kind.choices)),
            ask("registered_with", "Registered with",
                help="The office or agency that owes notice too, if there is one."),
            ask("channels", "Ways that are safe", CHOICES, choices=CHANNELS),
            ask("times", "When", help="Days and hours that are safe, and those that are not."),
            ask("code_word", "Code word", help="By which the victim knows that it is you."),
            ask("language", "Language or interpreter"),
            ask("note", "What to bear in mind", TEXT),
        ), one_counts=True,
    ),
    Sheet.Kind.TASK: Kind(
        "Tasks", "What you mean to do, and until when.", (
            ask("what", "What", required=True),
            ask("due_on", "Until", DAY, required=True),
            ask("done", "Done", CHOICE, choices=(("no", "Not yet"), ("yes", "Done"))),
            ask("note", "Note", TEXT),
        ),
    ),
}  # fmt: skip


def kind_of(slug: str) -> tuple[str, Kind] | None:
    """Return a kind by its word in an address."""
    name = slug.replace("-", "_")
    return (name, KINDS[name]) if name in KINDS else None


def said(question: Question, answer: object) -> str:
    """Return an answer in words."""
    words = dict(question.choices)
    if isinstance(answer, list):
        return ", ".join(words.get(str(one), str(one)) for one in answer)
    return words.get(str(answer), str(answer))
