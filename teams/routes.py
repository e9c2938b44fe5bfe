"""The name of the page of a meeting, which a layer that knows cases serves."""

MEETING_PAGE = "casemgmt:meeting_detail"
