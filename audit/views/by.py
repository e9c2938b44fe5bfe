"""The ways into the ledger: by person, case, victim, record, authority and refusal. Each answers in
words and counts, with the events below, on paper and as a file."""

from abc import abstractmethod
from datetime import timedelta
from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from audit.forms.search import DaysForm, ExportForm
from audit.handles import PERSON, number_of
from audit.models import Outcome
from audit.selectors.events import EventFilter
from audit.selectors.tally import ACTOR, CASE, Tally
from audit.services.answer import Question, export_tally, read_answer
from audit.views.counted import Counted, counted
from audit.views.shown import shown_requests
from audit.views.tally_file import tally_file
from audit.words import authority_words, subject_words
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS
from casemgmt.web.step_up import ask_again

MONTH = 30  # days that are counted where nobody asks for others
VICTIM = "systemrecord"


class By(GuardedView, abstract=True):
    """A question that the ledger answers; subclasses say what is asked."""

    access = LEDGER_READERS
    name: ClassVar[str]
    axis: ClassVar[str] = ACTOR
    days: ClassVar[int] = 0  # 0: of all time
    names: ClassVar[bool] = True  # one person, case, record or authority

    @abstractmethod
    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return what the address asks for; raises NotVisible where it asks for nothing."""

    @abstractmethod
    def title(self, tally: Tally) -> str:
        """Return the question as the page's heading."""

    def get(self, request: ViewerRequest, **named: Any) -> HttpResponse:
        """Show counts and events."""
        return self._page(request, named, ExportForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, **named: Any) -> HttpResponse:
        """Send the counts as a file, with a reason that stands on the ledger; asks again who is
        there."""
        form = ExportForm(request.POST, viewer=request.viewer)
        days = self._days(request)
        if form.is_valid() and days.is_valid():
            if step := ask_again(request):
                return step
            question, reason = self._question(request, days, named), form.cleaned_data["reason"]
            try:
                tally = export_tally(request.viewer, question, reason=reason)
            except RuleBroken as error:
                form.reject(error)
            else:
                title = self.title(tally)
                return tally_file(request.viewer, counted(tally), title, reason)
        return self._page(request, named, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        named: dict[str, Any],
        form: ExportForm,
        status: int = 200,
    ) -> HttpResponse:
        days = self._days(request)
        if not days.is_valid():
            status = 422
        question = self._question(request, days, named)
        answer = read_answer(request.viewer, question, after=request.GET.get("after", ""))
        shown: Counted = counted(answer.tally)
        context = {
            "days": days, "form": form, "answer": shown, "name": self.name,
            "title": self.title(answer.tally), "wanted": question.wanted,
            "requests": shown_requests(answer.page), "is_first": "after" not in request.GET,
            "next_url": _next(request, answer.page.next_key), "kept": _kept(request),
            "first_url": _next(request, ""),
        }  # fmt: skip
        return render(request, "audit/by/page.html", context, status=status)

    def _days(self, request: ViewerRequest) -> DaysForm:
        given = request.GET.copy()
        if self.days and "since" not in given:
            first = request.viewer.today - timedelta(days=self.days - 1)
            given["since"] = first.isoformat()
        return DaysForm(given, viewer=request.viewer)

    def _question(self, request: ViewerRequest, days: DaysForm, named: dict[str, Any]) -> Question:
        given = getattr(days, "cleaned_data", {})
        asked = self.asked(request, **named)
        wanted = asked.within(given.get("since"), given.get("until"))
        return Question(self.name, wanted, self.axis, self.names)


class ByPerson(By):
    """What a person looked at, changed and was refused."""

    name, axis, days = "person", CASE, MONTH

    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return the person of the handle."""
        number = number_of(PERSON, named["person_key"])
        if number is None:
            raise NotVisible("ledger")
        return EventFilter(actor=str(number))

    def title(self, tally: Tally) -> str:
        """Name the person as he was called then."""
        return f"What {tally.person or 'this person'} did"


class ByCase(By):
    """Who saw a case."""

    name = "case"

    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return the case of the address."""
        return EventFilter(case=str(named["case_id"]))

    def title(self, tally: Tally) -> str:
        """Name the case by its number."""
        return f"Who saw case {tally.case_label}" if tally.case_label else "Who saw this case"


class ByVictim(By):
    """Who saw what the system knows of a victim: by the key of that record, never by a name.

    The advocates' confidential side has a ledger of its own, and nothing of it is here.
    """

    name = "victim"

    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return the record of the address."""
        return EventFilter(of=VICTIM, subject=str(named["record_id"]))

    def title(self, tally: Tally) -> str:
        """Name the case that the victim's record belongs to."""
        of_case = f" of case {tally.case_label}" if tally.case_label else ""
        return f"Who saw a victim{of_case}"


class ByRecord(By):
    """Who saw or changed one record."""

    name = "record"

    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return the record of the query."""
        found = EventFilter(of=_word(request, "of", 40), subject=_word(request, "subject", 200))
        if not found.subject:
            raise NotVisible("ledger")
        return found

    def title(self, tally: Tally) -> str:
        """Name the kind of record."""
        what = subject_words(tally.subject_kind) or "record"
        of_case = f" of case {tally.case_label}" if tally.case_label else ""
        return f"Who saw this {what}{of_case}"


class ByAuthority(By):
    """What was shown or done by one release, membership, order or other authority."""

    name = "authority"

    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return the authority of the query."""
        found = EventFilter(authority=_word(request, "kind", 40), ref=_word(request, "ref", 200))
        if not found.ref:
            raise NotVisible("ledger")
        return found

    def title(self, tally: Tally) -> str:
        """Name the kind of authority."""
        kinds = [kind for kind, _ref in tally.authorities]
        return f"Shown by one authority: {authority_words(kinds[0])}" if kinds else "One authority"


class ByRefusal(By):
    """Who was refused, what and why."""

    name, days, names = "refusal", MONTH, False

    def asked(self, request: ViewerRequest, **named: Any) -> EventFilter:
        """Return everything that was refused, or what was for one reason."""
        return EventFilter(
            outcome=Outcome.REFUSED, because=_word(request, "because", 100),
            kind=_word(request, "kind", 20),
        )  # fmt: skip

    def title(self, tally: Tally) -> str:
        """Say what the page is."""
        return "Refusals"


def _word(request: ViewerRequest, name: str, most: int) -> str:
    return request.GET.get(name, "").replace("\0", "")[:most].strip()


def _kept(request: ViewerRequest) -> list[tuple[str, str]]:
    """Return what the form of the days must send again."""
    left_out = ("since", "until", "after")
    return [(name, str(value)) for name, value in request.GET.items() if name not in left_out]


def _next(request: ViewerRequest, after: str) -> str:
    kept = {name: str(value) for name, value in request.GET.items() if name != "after"}
    if after:
        return f"?{urlencode(kept | {'after': after})}"
    return f"{request.path}?{urlencode(kept)}" if kept and "after" in request.GET else request.path
