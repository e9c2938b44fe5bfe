"""Ways to sign in that an administrator can renew: a temporary password that is seen once, and
the second factor."""

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer
from teams.models import User
from teams.selectors.administration import access_person
from teams.services.permission import record_permission
from teams.services.person import end_sessions, revoke_tokens

LENGTH = 20
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
LASTS = timedelta(hours=72)


@transaction.atomic
def set_temporary_password(viewer: Viewer, key: object, *, reason: str) -> tuple[User, str]:
    """Return the person and a new password, which nobody can see again and which must be changed
    at sign-in."""
    person = _access_other(viewer, key, "Change it yourself under “Change password”.")
    if not person.is_active:
        raise RuleBroken("This account is disabled. Enable it first.")
    password = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    person.set_password(password)
    person.temporary_password_until = viewer.now + LASTS
    person.save(update_fields=["password", "temporary_password_until"])
    end_sessions(person)
    revoke_tokens(viewer, person)
    record_permission(
        viewer, person, act="set temporary password", fields=("password",), reason=reason
    )
    return person, password


@transaction.atomic
def reset_second_factor(viewer: Viewer, key: object, *, reason: str) -> User:
    """Take away a person's second factors and sessions; the next sign-in enrols a new one."""
    person = _access_other(viewer, key, "Change it yourself under “Sign-in security”.")
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    revoke_tokens(viewer, person)
    record_permission(
        viewer, person, act="reset second factor", fields=("second_factor",), reason=reason
    )
    return person


def _access_other(viewer: Viewer, key: object, instead: str) -> User:
    person = access_person(viewer, key, lock=True)
    if person.pk == viewer.user_id:
        raise RuleBroken(f"This is your own account. {instead}")
    return person
