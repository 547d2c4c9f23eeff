from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0004_agencies'),
        ('lending', '0022_held_fast'),
        ('parties', '0022_papers'),
        ('treasury', '0012_reversed'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='intent',
            index=models.Index(fields=['city', 'registered_at'], name='lending_intent_registered'),
        ),
    ]
