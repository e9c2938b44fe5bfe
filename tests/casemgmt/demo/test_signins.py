"""The list of sign-ins: right passwords and codes, and only for the demonstration."""

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command

from casemgmt.demo import keys
from teams.models import ApiToken


def printed(*arguments: str, command: str = "demo_signins", **options) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_what_is_printed_signs_in(jurisdiction):
    listed = {row["username"]: row for row in json.loads(printed("--json"))}
    assert len(listed) == 13
    for name, row in listed.items():
        user = jurisdiction.people[name]
        assert user.check_password(row["password"])
        secret = Authenticator.objects.get(user=user).data["secret"]
        assert decrypt(secret) == row["totp_secret"]
        assert ApiToken.objects.get(user=user).digest == keys.digest_of(row["api_token"])


def test_secrets_differ_from_person_to_person_and_from_key_to_key(settings):
    first = {keys.password(name) for name in ("ana", "ben", "rosa")}
    settings.SECRET_KEY = "another secret key of another installation"
    second = {keys.password(name) for name in ("ana", "ben", "rosa")}
    assert len(first | second) == 6


def test_the_code_is_what_an_authenticator_shows(jurisdiction, time_machine):
    time_machine.move_to("2026-03-04T10:00:07Z", tick=False)
    counter = 1772618407 // 30
    expected = format_hotp_value(hotp_value(keys.totp_secret("ana"), counter))
    assert printed("--code", "ana").strip() == expected


def test_an_unknown_name_is_told_which_there_are(jurisdiction):
    with pytest.raises(CommandError, match="Sign-ins: alex, ana"):
        printed("--code", "nobody")


def test_other_data_is_refused(world):
    with pytest.raises(CommandError, match="not the demonstration's"):
        printed()


def test_another_secret_key_is_told(jurisdiction, settings):
    settings.SECRET_KEY = "another secret key of another installation"
    with pytest.raises(CommandError, match="secret key"):
        printed()


@pytest.mark.parametrize("command", ["seed_demo", "demo_signins"])
def test_nothing_happens_where_the_demonstration_is_off(db, settings, command):
    settings.DEMO = False
    with pytest.raises(CommandError, match="off here"):
        printed(command=command)


def test_a_second_seed_is_refused_or_left_aside(jurisdiction):
    with pytest.raises(CommandError, match="already"):
        printed(command="seed_demo")
    assert "nothing was written" in printed("--if-empty", command="seed_demo")
