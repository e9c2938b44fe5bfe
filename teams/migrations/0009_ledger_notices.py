"""Mails that the ledger's work has stopped, and that a week of it waits for its review."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0008_inquiry_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("broken_glass", "Emergency access to a case of yours"),
                    ("broken_glass_review", "Emergency access to review"),
                    ("broken_glass_late", "A review that is late"),
                    ("release_ending", "A paper that ends soon"),
                    ("release_revoked", "A paper that was taken back"),
                    ("access_review_due", "An access review to answer"),
                    ("access_ended", "Access that ended"),
                    ("conflict_set", "A conflict of interest on record"),
                    ("conflict_handover", "Work to hand to a colleague"),
                    ("sealed", "A seal that was set"),
                    ("unsealed", "A seal that was lifted"),
                    ("legal_demand", "A legal demand to answer"),
                    ("report_due", "A duty of one's own with a clock"),
                    ("question_asked", "A question to the team"),
                    ("question_late", "A question to the team without an answer"),
                    ("question_answered", "An answer of the team"),
                    ("inquiry", "A question to answer"),
                    ("inquiry_due", "A question that is due"),
                    ("approval_lapsed", "An approval that lapsed"),
                    ("spoken_review", "Something that was told, to look at"),
                    ("accounting_due", "An accounting of disclosures that is due"),
                    ("ledger_alarm", "The ledger's own work has stopped"),
                    ("ledger_alarm_over", "The ledger's own work goes on"),
                    ("ledger_review_due", "A week of the ledger to review"),
                    ("ledger_review_late", "A review of the ledger that is late"),
                ],
                max_length=24,
            ),
        ),
    ]
