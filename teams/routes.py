"""The name of the page of a meeting: a layer that knows cases serves it; this one knows only where it is."""

MEETING_PAGE = "casemgmt:meeting_detail"
