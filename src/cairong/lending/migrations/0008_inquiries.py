import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0007_term_reason'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('round', models.SmallIntegerField()),
                ('items', models.JSONField()),
                ('new_fact', models.CharField(blank=True, default='', max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('lapses_on', models.DateField(null=True)),
                ('state', models.CharField(default='open', max_length=10)),
                ('answer', models.CharField(blank=True, default='', max_length=2000)),
                ('ended_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='lending.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['city', 'lapses_on'], name='lending_inquiry_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'dropped', 'lapsed', 'open'])), name='lending_inquiry_state'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('application',), name='lending_inquiry_one_open'), models.UniqueConstraint(fields=('application', 'kind', 'round'), name='lending_inquiry_counted'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), ('ended_at__isnull', False), _connector='XOR'), models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR')), name='lending_inquiry_answered'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'question'), ('lapses_on__isnull', False)), models.Q(('kind', 'defects'), models.Q(('round', 1), models.Q(('new_fact', ''), _negated=True), _connector='OR')), _connector='OR'), name='lending_inquiry_reasoned')],
            },
        ),
    ]
