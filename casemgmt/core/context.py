"""The id of the request being served, for log lines and change entries that no caller
passes it to."""

from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
