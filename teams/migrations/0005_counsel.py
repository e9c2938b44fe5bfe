"""The counsel of a victim-service organization; notices of demands and of duties with a clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0004_notices"),
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
                    ("approval_lapsed", "An approval that lapsed"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="office",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "None"),
                    ("supervisor", "Supervisor"),
                    ("privacy_officer", "Privacy officer"),
                    ("auditor", "Auditor"),
                    ("administrator", "Administrator"),
                    ("agency_head", "Agency head"),
                    ("counsel", "Counsel"),
                ],
                default="",
                max_length=20,
            ),
        ),
    ]
