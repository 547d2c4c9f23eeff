from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0019_admitted_by_bureau'),
    ]

    operations = [
        migrations.AddField(
            model_name='supplierprofile',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
    ]
