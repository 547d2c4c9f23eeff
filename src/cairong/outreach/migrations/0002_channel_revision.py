from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0001_v0_2'),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='revision',
            field=models.IntegerField(db_default=0, default=0),
        ),
    ]
