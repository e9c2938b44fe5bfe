"""Forms of an access review: ending a seat, and taking the report away."""

from casemgmt.web.forms import Form, MaxText


class SeatEndForm(Form):
    """Why what the seat stands for ends."""

    reason = MaxText(
        label="Why", max_length=300, rows=2,
        help_text="Stands on the ledger. Name no case and no victim.",
    )  # fmt: skip


class ReportExportForm(Form):
    """Why the report is taken away."""

    reason = MaxText(
        label="What the export is for", max_length=300, rows=2,
        help_text="It stands on the ledger beside the export.",
    )  # fmt: skip
