"""The health page: 200 only when everything is there, and it names what is not."""

import pytest
from django.db import OperationalError

from casemgmt.web import health

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])


def test_healthy_when_everything_is_there(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "broker": "ok"}


def test_names_a_broker_that_is_gone(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "ok", "broker": "missing"}


def test_names_migrations_that_are_not_applied(client, monkeypatch):
    newest = health.newest_migrations() | {("teams", "9999_not_there")}
    monkeypatch.setattr(health, "newest_migrations", lambda: newest)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "missing"


def without(alias: str, monkeypatch) -> None:
    """Let one database refuse every question."""
    ask = health.migrations_applied

    def refuse(asked: str) -> bool:
        if asked == alias:
            raise OperationalError("connection to server at 10.0.0.1 failed")
        return ask(asked)

    monkeypatch.setattr(health, "migrations_applied", refuse)


def test_names_a_database_that_is_gone_and_says_no_more(client, monkeypatch):
    without("default", monkeypatch)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "missing", "migrations": "missing", "broker": "ok"}


def test_whether_an_advocates_database_answers_is_not_even_asked(client, monkeypatch):
    whole = client.get("/healthz").content
    without("advocacy", monkeypatch)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == whole
