"""Number and time of another site where a contract was announced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_award_invitations")]
    operations = [
        migrations.AddField(
            model_name="contract",
            name="announced_outside_no",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="contract",
            name="announced_outside_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
