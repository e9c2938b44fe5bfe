"""Tells the description of the API how calls are signed in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class SignInScheme(OpenApiAuthenticationExtension):
    """A token in a header, or the session of a browser."""

    target_class = "teams.api.authentication.RequestSignIn"
    name = ["token", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """Return both ways."""
        return [
            {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": (
                    "`Authorization: Token <token>`. Tokens are made under “API tokens”."
                ),
            },
            {
                "type": "apiKey",
                "in": "cookie",
                "name": "sessionid",
                "description": (
                    "A signed-in browser. Writing needs the forgery token in `X-CSRFToken`."
                ),
            },
        ]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """Return them as a choice: either is enough."""
        return [{name: []} for name in self.name]
