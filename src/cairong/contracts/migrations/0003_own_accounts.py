from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0002_secret_count'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='confirm_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='filing',
            name='unconfirmed_reason',
            field=models.CharField(blank=True, default='', max_length=500),
        ),
    ]
