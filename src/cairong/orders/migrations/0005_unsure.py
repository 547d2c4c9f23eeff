from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0004_doubts'),
    ]

    operations = [
        migrations.AddField(
            model_name='gatewaywatch',
            name='unsure',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
    ]
