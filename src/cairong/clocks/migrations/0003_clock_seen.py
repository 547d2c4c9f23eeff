from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0002_clock'),
    ]

    operations = [
        migrations.AddField(
            model_name='clockwatch',
            name='seen_at',
            field=models.DateTimeField(null=True),
        ),
    ]
