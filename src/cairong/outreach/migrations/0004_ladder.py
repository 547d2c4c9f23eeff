from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0003_eyes'),
        ('parties', '0012_second_city'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('mark__in', ('over_holder', 'over_head', 'over_bureau', 'over_urge'))), fields=('subject_id', 'mark'), name='outreach_rung_once'),
        ),
    ]
