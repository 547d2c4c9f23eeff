from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0003_years_drawn'),
        ('parties', '0019_admitted_by_bureau'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['city', 'state', 'decided_at'], include=('region', 'reject_code'), name='lending_application_watched'),
        ),
    ]
