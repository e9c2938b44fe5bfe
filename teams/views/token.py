"""Pages of one's own API tokens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casemgmt.policy.purposes import Purpose
from casemgmt.web import rules
from casemgmt.web.base import GuardedView
from teams.forms.act import NoForm
from teams.forms.token import TokenForm
from teams.selectors.token import access_token, list_tokens
from teams.services import token as service
from teams.views.acts import ActPage
from teams.views.step_up import RecentSignInView


class TokenList(GuardedView):
    """One's own tokens, and those that are over."""

    access = rules.ANYONE_SIGNED_IN
    purpose = Purpose.OWN_ACCOUNT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them; the tokens themselves are kept nowhere."""
        live, over = list_tokens(self.request.viewer)
        return render(request, "teams/token/list.html", {"live": live, "over": over})


class TokenMake(RecentSignInView, ActPage):
    """A new token, shown once on the answer to the form."""

    access = rules.ANYONE_SIGNED_IN
    purpose = Purpose.OWN_ACCOUNT
    form_class = TokenForm
    submit = "Make the token"

    def title(self) -> str:
        """Name the act."""
        return "Make an API token"

    def text(self) -> str:
        """Say what it does."""
        return (
            "A program that sends the token sees what you may see, and what "
            "it reads stands on the ledger as yours."
        )

    def back(self) -> str:
        """Return to the list."""
        return reverse("tokens:token_list")

    def act(self, values: dict[str, Any]) -> Any:
        """Make it."""
        return service.make_token(self.request.viewer, name=values["name"], days=values["days"])

    def answer(self, result: Any) -> HttpResponse:
        """Show the token on this page only: no redirect, nothing kept."""
        row, token = result
        return render(self.request, "teams/token/made.html", {"row": row, "token": token})


class TokenRevoke(ActPage):
    """Revoking a token, confirmed; needs no step-up, so that a leaked one ends quickly."""

    access = rules.ANYONE_SIGNED_IN
    purpose = Purpose.OWN_ACCOUNT
    form_class = NoForm
    submit = "Revoke the token"
    danger = True
    done = "The token is revoked. It opens nothing any more."

    def load(self, **keys: Any) -> None:
        """Fetch the token."""
        self.row = access_token(self.request.viewer, keys["token_id"])

    def title(self) -> str:
        """Name the act."""
        return f"Revoke “{self.row.name}”?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "Programs that use it are refused from their next call on. This "
            "cannot be undone; make a new token instead."
        )

    def back(self) -> str:
        """Return to the list."""
        return reverse("tokens:token_list")

    def act(self, values: dict[str, Any]) -> None:
        """Revoke it."""
        service.revoke_token(self.request.viewer, self.row.pk)
