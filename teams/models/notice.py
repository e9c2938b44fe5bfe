"""Notice: the outbox of mail about access; written in the act's transaction, sent by the due-scan,
never lost."""

from django.db import models

from teams.models.outbox import OutboxRow


class Notice(OutboxRow):
    """One mail to one person about one thing of one kind; the text says no more than that
    something waits after the sign-in."""

    class Kind(models.TextChoices):
        BROKEN_GLASS = "broken_glass", "Emergency access to a case of yours"
        BROKEN_GLASS_REVIEW = "broken_glass_review", "Emergency access to review"
        BROKEN_GLASS_LATE = "broken_glass_late", "A review that is late"
        RELEASE_ENDING = "release_ending", "A paper that ends soon"
        RELEASE_REVOKED = "release_revoked", "A paper that was taken back"
        ACCESS_REVIEW_DUE = "access_review_due", "An access review to answer"
        ACCESS_ENDED = "access_ended", "Access that ended"
        CONFLICT_SET = "conflict_set", "A conflict of interest on record"
        CONFLICT_HANDOVER = "conflict_handover", "Work to hand to a colleague"
        SEALED = "sealed", "A seal that was set"
        UNSEALED = "unsealed", "A seal that was lifted"
        LEGAL_DEMAND = "legal_demand", "A legal demand to answer"
        REPORT_DUE = "report_due", "A duty of one's own with a clock"
        QUESTION_ASKED = "question_asked", "A question to the team"
        QUESTION_LATE = "question_late", "A question to the team without an answer"
        QUESTION_ANSWERED = "question_answered", "An answer of the team"
        INQUIRY = "inquiry", "A question to answer"
        INQUIRY_DUE = "inquiry_due", "A question that is due"
        APPROVAL_LAPSED = "approval_lapsed", "An approval that lapsed"
        SPOKEN_REVIEW = "spoken_review", "Something that was told, to look at"
        ACCOUNTING_DUE = "accounting_due", "An accounting of disclosures that is due"
        LEDGER_ALARM = "ledger_alarm", "The ledger's own work has stopped"
        LEDGER_ALARM_OVER = "ledger_alarm_over", "The ledger's own work goes on"
        LEDGER_REVIEW_DUE = "ledger_review_due", "A week of the ledger to review"
        LEDGER_REVIEW_LATE = "ledger_review_late", "A review of the ledger that is late"

    kind = models.CharField(max_length=24, choices=Kind.choices)
    # A key of the thing, for sending it once and for taking it back; never shown.
    about = models.CharField(max_length=80)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "recipient", "about"], name="notice_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notice_due",
                condition=models.Q(state__in=["pending", "sending"]),
            ),
            models.Index(fields=["about"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
