import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_v0_2'),
        ('contracts', '0001_v0_2'),
        ('parties', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('event_type', models.CharField(max_length=80)),
                ('role', models.CharField(max_length=40)),
                ('region', models.CharField(blank=True, max_length=6)),
                ('sentence', models.CharField(max_length=500)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('sent_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='audit.event')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='outreach.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('occasion', models.CharField(max_length=10)),
                ('project_title', models.CharField(max_length=300)),
                ('project_no', models.CharField(blank=True, max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='contracts.award')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='parties.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['supplier', '-sent_at'], name='outreach_letter_supplier')],
                'constraints': [models.UniqueConstraint(fields=('award', 'supplier', 'occasion'), name='outreach_letter_once'), models.CheckConstraint(condition=models.Q(('opened_at__isnull', True), ('opened_at__gte', models.F('sent_at')), _connector='OR'), name='outreach_opened_after_sent')],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['organisation', 'role', '-id'], name='outreach_inbox'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('event', 'organisation', 'role', 'region'), name='outreach_message_once'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('message', 'person'), name='outreach_read_once'),
        ),
    ]
