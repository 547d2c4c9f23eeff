from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0004_agencies'),
        ('papers', '0003_lender_papers'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(condition=models.Q(('contract', None), ('state', 'handed'), ('valid_until__isnull', False)), fields=['city', 'valid_until'], name='papers_paper_lapsing'),
        ),
    ]
