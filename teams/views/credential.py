"""Pages on which an administrator renews how somebody signs in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from teams.forms.act import IdentityForm
from teams.services import credential as service
from teams.views.person import PersonAct


class TemporaryPassword(PersonAct):
    """A temporary password, shown once on the answer to the form and kept nowhere."""

    form_class = IdentityForm
    submit = "Set a temporary password"

    def title(self) -> str:
        """Name the act."""
        return f"Set a temporary password for {self.row.name}"

    def text(self) -> str:
        """Say what it does."""
        return (
            "You see the password once. It works for 72 hours, and the person has to change it "
            "at the next sign-in. Open sessions end, and API tokens are revoked. The second "
            "factor stays."
        )

    def act(self, values: dict[str, Any]) -> str:
        """Set it and return it."""
        return service.set_temporary_password(
            self.request.viewer, self.row.key, reason=values["reason"]
        )[1]

    def answer(self, result: str) -> HttpResponse:
        """Show the password on this page only: no redirect, nothing kept."""
        context = {"person": self.row, "password": result, "back_url": self.back()}
        return render(self.request, "teams/administration/person/password.html", context)


class SecondFactorReset(PersonAct):
    """Taking away a second factor that was lost, confirmed."""

    form_class = IdentityForm
    submit = "Reset the second factor"
    danger = True
    done = "The second factor is reset. The person sets up a new one at the next sign-in."

    def title(self) -> str:
        """Name the act."""
        return f"Reset the second factor of {self.row.name}?"

    def text(self) -> str:
        """Say what it does."""
        return (
            "Authenticator apps, passkeys and recovery codes of this account stop working, open "
            "sessions end, and API tokens are revoked. Until a new factor is set up, the password "
            "alone signs in: make sure who asks."
        )

    def act(self, values: dict[str, Any]) -> None:
        """Reset it."""
        service.reset_second_factor(self.request.viewer, self.row.key, reason=values["reason"])
