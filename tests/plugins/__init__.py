"""Plugins of the test run: servers, databases, roles."""
