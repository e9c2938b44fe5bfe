"""Addresses of one's own API tokens, under /my-tokens/."""

from django.urls import path

from teams.views import token

app_name = "tokens"
urlpatterns = [
    path("", token.TokenList.as_view(), name="token_list"),
    path("make/", token.TokenMake.as_view(), name="token_make"),
    path("<int:token_id>/revoke/", token.TokenRevoke.as_view(), name="token_revoke"),
]
