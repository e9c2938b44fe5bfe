"""The navigation: only what exists, only for whom it is, and the page's own entry marked."""

from types import SimpleNamespace

from django.test import RequestFactory

from casemgmt.web.navigation import Entry, everyone, flagged, links

ENTRIES = (
    Entry("Styleguide", "web:styleguide", everyone),
    Entry("Notice", "web:notice", flagged("is_supervisor")),
    Entry("Nowhere", "web:nowhere", everyone),
)


def shown(viewer, path="/styleguide/part/"):
    request = RequestFactory().get(path)
    request.viewer = viewer
    return [(link.label, link.current) for link in links(request, ENTRIES)]


def test_an_entry_without_a_route_is_left_out():
    assert shown(SimpleNamespace(is_supervisor=True)) == [("Styleguide", True), ("Notice", False)]


def test_an_entry_for_others_is_left_out():
    assert shown(SimpleNamespace(is_supervisor=False)) == [("Styleguide", True)]


def test_nobody_gets_nothing():
    assert shown(None) == []
