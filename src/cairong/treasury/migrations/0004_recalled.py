"""A lock asked for can be recalled until the supplier has opened it."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "lock.sql"


class Migration(migrations.Migration):
    dependencies = [("treasury", "0003_waiting")]
    operations = [
        migrations.AddField(
            model_name="lock", name="opened_at", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="lock",
            name="state",
            field=models.CharField(
                choices=[
                    ("requested", "已申请"),
                    ("supplier_consented", "供应商已同意"),
                    ("purchaser_acknowledged", "采购人已确认"),
                    ("active", "已锁定"),
                    ("released", "已解除"),
                    ("recalled", "已收回"),
                    ("refused", "未同意"),
                    ("lapsed", "已失效"),
                ],
                default="requested",
                max_length=24,
            ),
        ),
        migrations.RunSQL([SQL.read_text(encoding="utf-8")], migrations.RunSQL.noop),
    ]
