from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0004_open_duties'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('kind', 'pay')), fields=['city', 'holder_organisation', 'start_on'], include=('id', 'region', 'done_on', 'state', 'subject_id'), name='clocks_duty_paying'),
        ),
    ]
