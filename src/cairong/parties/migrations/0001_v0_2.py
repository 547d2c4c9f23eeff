import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=60, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='City',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('opened_on', models.DateField()),
                ('demo', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('industry', models.CharField(max_length=40)),
                ('employees', models.IntegerField(blank=True, null=True)),
                ('revenue_wan', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('assets_wan', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('figures_on', models.DateField(blank=True, null=True)),
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('uscc', models.CharField(max_length=18)),
                ('name', models.CharField(max_length=200)),
                ('region', models.CharField(max_length=6)),
                ('address', models.CharField(max_length=200)),
                ('evidence', models.CharField(max_length=500)),
                ('state', models.CharField(default='waiting', max_length=12)),
                ('created_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list)),
                ('uscc', models.CharField(blank=True, max_length=18)),
                ('region', models.CharField(max_length=6)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('contact_name', models.CharField(blank=True, max_length=60)),
                ('contact_phone', models.CharField(blank=True, max_length=30)),
                ('active', models.BooleanField(default=True)),
                ('demo', models.BooleanField(default=False)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=40)),
                ('region', models.CharField(max_length=6)),
                ('administrator', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=60)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LinkedIdentity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=30)),
                ('issuer', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=255)),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=40)),
                ('region', models.CharField(max_length=6)),
                ('administrator', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('identity_hash', models.CharField(blank=True, max_length=64)),
                ('demo', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('act', models.CharField(max_length=80)),
                ('approves', models.CharField(max_length=40)),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('arguments', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('basis', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list)),
                ('state', models.CharField(default='waiting', max_length=12)),
                ('prepared_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=6)),
                ('name', models.CharField(max_length=60)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('successor_code', models.CharField(blank=True, max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('count', models.IntegerField(default=0)),
                ('until', models.DateTimeField(db_index=True)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='demo_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM parties_city WHERE demo <> NEW.demo) THEN\n                RAISE EXCEPTION 'city % is of another kind than the one that stands', NEW.code\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_demo_apart';\n            END IF;\n            RETURN NEW;\n        ", hash='445dcf941ff042a44a364bc46e0dce984f622d52', operation='INSERT OR UPDATE', pgid='pgtrigger_demo_apart_eab59', table='parties_city', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='claim',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.CreateModel(
            name='InstitutionProfile',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='institution_profile', serialize=False, to='parties.organisation')),
                ('licence_no', models.CharField(blank=True, max_length=40)),
                ('licence_kind', models.CharField(default='银行', max_length=40)),
                ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=6), default=list)),
                ('connected_on', models.DateField(blank=True, null=True)),
                ('connected_evidence', models.CharField(blank=True, max_length=200)),
                ('local_legal_person', models.BooleanField(default=False)),
                ('rules_text', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='SupplierProfile',
            fields=[
                ('industry', models.CharField(max_length=40)),
                ('employees', models.IntegerField(blank=True, null=True)),
                ('revenue_wan', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('assets_wan', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('figures_on', models.DateField(blank=True, null=True)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='supplier_profile', serialize=False, to='parties.organisation')),
                ('size', models.CharField(max_length=10)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='parties.city'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='claim',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='linkedidentity',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mandate',
            name='deputy_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='parties.mandate'),
        ),
        migrations.AddField(
            model_name='mandate',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='account',
            name='mandate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='parties.mandate'),
        ),
        migrations.AddField(
            model_name='person',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='mandate',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='parties.person'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='claim',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='claim',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='parties.person'),
        ),
        migrations.AddField(
            model_name='account',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='parties.person'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='carried_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='prepared_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='region',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regions', to='parties.city'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['city', 'kind', 'name'], name='parties_org_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['former_names'], name='parties_org_former_names'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('uscc', ''), _negated=True), fields=('city', 'kind', 'uscc'), name='parties_organisation_uscc_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='invented', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."demo")', func="\n            IF NOT (SELECT demo FROM parties_city WHERE code = NEW.city_id) THEN\n                RAISE EXCEPTION 'city % is a real one', NEW.city_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_invented_in_demo_city';\n            END IF;\n            RETURN NEW;\n        ", hash='273c70e9bbbc8ba34ca0cf0e8cbdc0dcee144f39', operation='INSERT OR UPDATE', pgid='pgtrigger_invented_21b8b', table='parties_organisation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='linkedidentity',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('issuer', 'subject'), name='parties_identity_once'),
        ),
        migrations.AddConstraint(
            model_name='linkedidentity',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('account', 'issuer'), name='parties_identity_one_each'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('identity_hash', ''), _negated=True), fields=('city', 'identity_hash'), name='parties_person_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='invented', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."demo")', func="\n            IF NOT (SELECT demo FROM parties_city WHERE code = NEW.city_id) THEN\n                RAISE EXCEPTION 'city % is a real one', NEW.city_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_invented_in_demo_city';\n            END IF;\n            RETURN NEW;\n        ", hash='20cdd3870d348325d97a0820a451f36074b712a3', operation='INSERT OR UPDATE', pgid='pgtrigger_invented_66fbf', table='parties_person', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('organisation', 'person', 'role', 'region'), name='parties_mandate_once'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='parties_mandate_period'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['city', 'uscc'], name='parties_claim_waiting'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'refused', 'waiting'])), name='parties_claim_state'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['organisation', 'approves'], name='parties_proposal_waiting'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'returned', 'taken_back', 'waiting'])), name='parties_proposal_state'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('decided_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='parties_proposal_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.UniqueConstraint(fields=('city', 'code'), name='parties_region_once'),
        ),
    ]
