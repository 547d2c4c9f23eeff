"""An index over what judges a duty, so that a year of them is counted without their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0002_marks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['city', 'kind', 'start_on'], include=('due_on', 'due_law_on', 'done_on', 'state', 'region'), name='clocks_duty_judged'),
        ),
    ]
