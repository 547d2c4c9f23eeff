import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0008_inquiries'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='StartDispute',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('start_on', models.DateField()),
                ('claimed_on', models.DateField()),
                ('ground', models.CharField(max_length=500)),
                ('disputed_at', models.DateTimeField()),
                ('answer_on', models.DateField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('reply', models.CharField(blank=True, default='', max_length=500)),
                ('answered_at', models.DateTimeField(null=True)),
                ('words', models.CharField(blank=True, default='', max_length=500)),
                ('decided_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='start_disputes', to='lending.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'objected', 'open', 'refused', 'upheld'])), name='lending_startdispute_state'), models.UniqueConstraint(fields=('application',), name='lending_start_once'), models.CheckConstraint(condition=models.Q(('claimed_on__lt', models.F('start_on'))), name='lending_start_earlier'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'agreed']), models.Q(('state', 'objected'), models.Q(('reply', ''), _negated=True)), models.Q(('decided_at__isnull', False), ('state__in', ['upheld', 'refused']), models.Q(('words', ''), _negated=True)), _connector='OR'), name='lending_start_reasoned')],
            },
        ),
    ]
