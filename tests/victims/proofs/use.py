"""Uses the confidential side as its people do: opens every address that there is, fills in and
sends every form, with a marker in every text. A new page is found by the resolver."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from casemgmt.models import Release
from tests.build import day
from tests.crawl import NOTHING, body_of, sign_in_again
from tests.plugins.roles import as_owner
from tests.world import World
from victims.confidential.forms.act import ACTS, OF_VICTIM
from victims.confidential.questions import KINDS
from victims.confidential.router import ALIAS
from victims.confidential.views.base import ConfidentialView

MARK, CONTROL = "ZQXMARK", "ZQXCONTROL"
# What an advocate writes here is meant for the team: it must be found there, so that a search which
# finds nothing says something.
FOR_THE_TEAM = {
    "perspective_add", "question_add", "release_add", "client_ladder", "client_step_stop",
    "information",
}  # fmt: skip
# Sent at the end, one by one: they take away what the others work on.
AT_THE_END = {"destruction_ask", "destruction", "release_withdraw", "client_take_over"}
MOST = 1  # rows of a kind that are tried
ROUNDS = 2  # what the first round made is opened and written to in the second
STEPS = 8  # the longest form that asks in several
# An argument of an address whose name is not that of a model, and the model that it names.
NAMED = {
    "noticetask": "notice_id", "informationrequest": "asked_id", "childreport": "report_id",
    "ownrequest": "request_id",
}  # fmt: skip
SKIPPED = {"csrfmiddlewaretoken"}


@dataclass
class Form:
    """One form of a page, with the controls that a browser would send."""

    action: str
    method: str
    multipart: bool
    controls: list[dict[str, Any]] = field(default_factory=list)

    def open_controls(self) -> list[dict[str, Any]]:
        """Return the controls that can be filled in."""
        kept = [one for one in self.controls if one["name"] not in SKIPPED]
        return [one for one in kept if "disabled" not in one]


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open = False
        self._select: dict[str, Any] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = True
            method = given.get("method", "get").lower()
            multipart = given.get("enctype", "").startswith("multipart")
            self.found.append(Form(given.get("action", ""), method, multipart))
        elif not self._open or (tag != "option" and not given.get("name")):
            return
        elif tag in ("input", "textarea"):
            self.found[-1].controls.append({"type": given.get("type", "text"), **given, "tag": tag})
        elif tag == "button":
            self.found[-1].controls.append({**given, "type": "button", "tag": tag})
        elif tag == "select":
            self._select = {**given, "type": "select", "tag": tag, "options": []}
            self.found[-1].controls.append(self._select)
        elif tag == "option" and self._select is not None:
            self._select["options"].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = None


def forms_of(html: str) -> list[Form]:
    """Return the forms of a page."""
    reader = Forms()
    reader.feed(html)
    return reader.found


class Use:
    """The people of the organization at work."""

    def __init__(self, world: World, client_as: Any) -> None:
        self.world = world
        self.maya = sign_in_again(client_as("maya"), world.people["maya"])
        self.tess = sign_in_again(client_as("tess"), world.people["tess"])
        self.cora = sign_in_again(client_as("cora"), world.people["cora"])  # counsel
        self.opened: set[str] = set()
        self.sent: dict[str, set[int]] = {}
        self.refused: dict[str, str] = {}
        self._number = itertools.count()

    def everything(self, *, team: bool) -> None:
        """Go through every address and form; those for the team only where asked for."""
        for _ in range(ROUNDS):
            for name, url in self.urls():
                if name in AT_THE_END or (name in FOR_THE_TEAM and not team):
                    continue
                if not self.visit(self.maya, name, url):
                    self.visit(self.cora, name, url)

    def end(self) -> None:
        """Do what takes away: withdraw, take over, destroy; two people where two are needed."""
        for who in (self.tess, self.maya, self.tess):
            for name, url in self.urls():
                if name in AT_THE_END:
                    self.visit(who, name, url)

    def visit(self, client: Client, name: str, url: str) -> bool:
        """Open a page and send its forms; return whether there is one."""
        page = client.get(url)
        if page.status_code != 200:
            return False
        self.opened.add(name)
        if "html" not in page["Content-Type"]:
            return True
        own = [
            form
            for form in forms_of(body_of(page).decode(errors="replace"))
            if form.method == "post"
        ]
        for form in own:
            self.send(client, name, url, form)
        return True

    def send(self, client: Client, name: str, url: str, form: Form) -> None:
        """Fill in a form and send it, unless it leads to another page's act."""
        action = form.action if form.action.startswith("/") else url
        if not action.startswith("/victims/") or action.partition("?")[0] != url.partition("?")[0]:
            return
        words = CONTROL if name in FOR_THE_TEAM else MARK
        for choice in (0, 1):
            step: Form | None = form
            for _ in range(STEPS):
                if step is None:
                    break
                answer = client.post(action, self.filled(step, words, choice))
                self.sent.setdefault(name, set()).add(answer.status_code)
                step = self._next(name, answer)

    def _next(self, name: str, answer: Any) -> Form | None:
        """Return the next step of a form that asks in several."""
        shown = answer.status_code in (200, 422)
        html = body_of(answer).decode(errors="replace") if shown else ""
        if answer.status_code == 422:
            self.refused[name] = html
            return None
        asked = [f for f in forms_of(html) if any(c["name"] == "step" for c in f.controls)]
        return asked[0] if asked else None

    def filled(self, form: Form, words: str, choice: int) -> dict[str, Any]:
        """Return what is typed and chosen: a marker in each text, the first or second choice."""
        data: dict[str, Any] = {}
        for control in form.open_controls():
            name, kind = control["name"], control["type"]
            if kind == "checkbox":
                data[name] = [*data.get(name, []), control.get("value", "on")]
            elif kind == "radio":
                given = data.setdefault(name, [])
                if len(given) <= choice:
                    data[name] = [control.get("value", "on")] * (len(given) + 1)
            elif kind == "hidden":
                data.setdefault(name, control.get("value", ""))
            elif kind not in ("button", "submit"):
                data[name] = self.given(control, words, choice)
            elif control.get("value") != "back":
                data[name] = control.get("value", "")
        one = {c["name"] for c in form.controls if c["type"] == "radio"}
        return {name: value[-1] if name in one else value for name, value in data.items()}

    def given(self, control: dict[str, Any], words: str, choice: int) -> object:
        """Return what is chosen of a list, handed over as a file, or typed."""
        if control["type"] == "select":
            filled = [value for value in control["options"] if value]
            return filled[min(choice, len(filled) - 1)] if filled else ""
        if control["type"] == "file":
            return SimpleUploadedFile(f"{words}.txt", f"{words} a file".encode())
        return self.typed(control, words)

    def typed(self, control: dict[str, Any], words: str) -> str:
        """Return what is typed into a control."""
        name = control["name"]
        if control["type"] == "datetime-local" or name.endswith("_at"):
            return f"{day(-1).isoformat()}T10:30"
        if control["type"] == "date" or name.endswith(("_on", "_by")) or name in ("day", "due"):
            return day(0).isoformat()
        if control["type"] == "number" or control.get("inputmode") == "numeric":
            return control.get("value") or "5"
        if control["type"] == "email":
            return f"{words}{next(self._number)}@mail.example"
        return f"{words}{next(self._number)} words"

    def urls(self) -> Iterator[tuple[str, str]]:
        """Yield (name, url) of every address of this side with the ids that there are now."""
        for name, converters in confidential_addresses():
            tried = [
                slugs_of(name) if argument == "slug" else self._values(argument, converter)
                for argument, converter in converters.items()
            ]
            for combination in itertools.product(*tried):
                kwargs = dict(zip(converters, combination, strict=True))
                yield name, reverse(f"victims:{name}", kwargs=kwargs)

    def _values(self, argument: str, converter: object) -> list[object]:
        if argument == "case_id":
            return [self.world.case.pk]
        if argument == "release_id":  # the newest that the organization gave
            with as_owner():
                rows = Release.objects.unscoped(reason="test").filter(kind="victim_release")
                return [rows.order_by("-created_at").values_list("pk", flat=True)[0]]
        found = [row_id for model in models() if argument == id_of(model) for row_id in ids(model)]
        row = self.world.records.get(argument.removesuffix("_id"))
        found = found or ([row.pk] if row is not None else [])
        return found[:MOST] or [
            1 if "Int" in type(converter).__name__ else NOTHING[type(converter)]
        ]


def models() -> list[Any]:
    """Return the models of the confidential side."""
    return list(apps.get_app_config("advocacy").get_models())


def slugs_of(name: str) -> list[object]:
    """Return the words that an address takes: kinds of sheets, languages, kinds of acts."""
    if name in ("released_copy", "released_paper"):
        return ["en"]
    if "act" in name:
        return [*ACTS, *OF_VICTIM]
    return [kind.replace("_", "-") for kind in KINDS]


def id_of(model: Any) -> str:
    """Return the argument that names a row of a model in an address."""
    name = model._meta.model_name
    return NAMED.get(name, f"{name}_id")


def ids(model: Any) -> list[object]:
    """Return the keys of a model's rows, the newest first."""
    with as_owner(ALIAS):
        rows = model.objects.unscoped(reason="test")
        if hasattr(model, "created_at"):
            rows = rows.order_by("-created_at")
        return list(rows.values_list("pk", flat=True)[:MOST])


def confidential_addresses() -> list[tuple[str, dict[str, object]]]:
    """Return each address of the confidential side with its arguments, by the resolver."""
    found = []

    def walk(resolver: URLResolver) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry)
            elif isinstance(entry, URLPattern) and entry.name:
                view = getattr(entry.callback, "view_class", None)
                if view and issubclass(view, ConfidentialView):
                    found.append((entry.name, dict(entry.pattern.converters)))

    walk(get_resolver())
    return found
