from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notary', '0002_auditor'),
    ]

    operations = [
        migrations.AddField(
            model_name='askedcheck',
            name='moved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='check',
            name='differs',
            field=models.IntegerField(db_default=0, default=0),
        ),
        # What was kept before is all that was found, unless it was cut at fifty.
        migrations.RunSQL(
            sql="UPDATE notary_check SET differs = jsonb_array_length(found)",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
