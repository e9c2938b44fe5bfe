"""The seal of the organization's own ledger: tree, signed heads, the sealer's rights."""

from pathlib import Path

from django.db import migrations

from casemgmt.core.migrations import run_sql_file


class Migration(migrations.Migration):
    """Runs sql/seal.sql in the advocacy database; its roles come from deploy/roles.sql."""

    dependencies = [("advocacy", "0008_demand_walls")]
    operations = [run_sql_file(Path(__file__).parent / "sql" / "seal.sql")]
