"""An index by which the contracts of a city are counted by state."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0002_kept_once_filed'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(condition=models.Q(('sample', False)), fields=['city', 'state', 'region'], name='contracts_counted'),
        ),
    ]
