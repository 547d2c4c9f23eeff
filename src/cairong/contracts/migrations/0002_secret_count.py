import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0001_v0_2'),
        ('parties', '0003_no_way_round'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecretCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('count', models.IntegerField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('purchaser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purchaser', 'month'), name='contracts_secretcount_once'), models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='contracts_secretcount_positive')],
            },
        ),
    ]
