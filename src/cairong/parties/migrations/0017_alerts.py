from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0016_county_bureaus'),
    ]

    operations = [
        migrations.AddField(
            model_name='access',
            name='device_digest',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddIndex(
            model_name='access',
            index=models.Index(condition=models.Q(('device_digest', ''), _negated=True), fields=['city', 'on'], name='parties_access_device'),
        ),
    ]
