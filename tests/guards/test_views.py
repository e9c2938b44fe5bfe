"""Every address declares who may open it; a view of a third party is on a list with a reason."""

from django.urls import URLPattern, URLResolver, get_resolver

from casemgmt.web import rules
from casemgmt.web.base import THIRD_PARTY, rule_of

PUBLIC = {
    "web:notice": "comes before signing in",
    "healthz": "a load balancer has no account",
    "audit:health": "a monitor outside has no account; it learns whether the ledger works",
}


def patterns(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()):
    """Yield (full name, callback) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or str(entry.pattern))), entry.callback


def module_of(callback) -> str:
    return getattr(getattr(callback, "view_class", callback), "__module__", "")


def test_every_address_has_a_rule():
    assert [name for name, callback in patterns() if rule_of(callback) is None] == []


def test_public_addresses_of_ours_are_listed_with_a_reason():
    found = {
        name
        for name, callback in patterns()
        if rule_of(callback) is rules.PUBLIC and module_of(callback) not in THIRD_PARTY
    }
    assert found == set(PUBLIC)


def test_no_listed_third_party_is_without_a_view():
    modules = {module_of(callback) for _, callback in patterns()}
    assert [name for name in THIRD_PARTY if name not in modules] == []
