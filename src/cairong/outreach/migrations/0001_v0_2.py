import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
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
            name='Preference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='parties.person')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list)),
                ('mail', models.EmailField(blank=True, max_length=254)),
                ('quiet_since', models.TimeField(default=datetime.time(21, 0))),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0))),
                ('deadlines', models.BooleanField(default=False)),
            ],
        ),
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
                ('passed_on_at', models.DateTimeField(null=True)),
                ('turns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='audit.event')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=10)),
                ('digest_on', models.DateField(null=True)),
                ('mandates', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('title', models.CharField(max_length=100)),
                ('text', models.CharField(max_length=1000)),
                ('link', models.CharField(max_length=100)),
                ('state', models.CharField(default='queued', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('attempts', models.IntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='outreach.message')),
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
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField()),
                ('mark', models.CharField(max_length=24)),
                ('until', models.DateField()),
                ('at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('address', models.CharField(max_length=200)),
                ('port', models.IntegerField(null=True)),
                ('security', models.CharField(blank=True, max_length=10)),
                ('username', models.CharField(blank=True, max_length=100)),
                ('sender', models.CharField(blank=True, max_length=100)),
                ('template', models.CharField(blank=True, max_length=60)),
                ('secret', models.TextField(blank=True)),
                ('on', models.BooleanField(default=False)),
                ('tested_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('works', models.BooleanField(default=False)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'kind'), name='outreach_channel_once'), models.CheckConstraint(condition=models.Q(('on', False), ('works', True), _connector='OR'), name='outreach_channel_tested')],
            },
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
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('passed_on_at__isnull', True)), fields=['city', 'id'], name='outreach_to_pass_on'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('event', 'organisation', 'role', 'region'), name='outreach_message_once'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'sending'))), fields=['city', 'channel', 'not_before'], name='outreach_dispatch_waiting'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(fields=['person', '-id'], name='outreach_dispatch_person'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['bounced', 'failed', 'queued', 'sending', 'sent'])), name='outreach_dispatch_state'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(fields=('message', 'person', 'channel'), name='outreach_dispatch_once'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(fields=('digest_on', 'person', 'channel'), name='outreach_digest_once'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest_on__isnull', True), ('mandates', []), ('message__isnull', False)), models.Q(models.Q(('digest_on__isnull', False), ('message__isnull', True)), models.Q(('mandates', []), _negated=True)), _connector='OR'), name='outreach_dispatch_of_one'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('message', 'person'), name='outreach_read_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('subject_id', 'mark', 'until'), name='outreach_reminder_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reminder',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='1baab52f7047d8e9524a7a865614b42d36003022', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_080ba', table='outreach_reminder', when='BEFORE')),
        ),
    ]
