import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0001_v0_2'),
        ('parties', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedVersion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('version', models.SmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('schema', models.CharField(max_length=40)),
                ('document', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(max_length=300)),
                ('purchaser_name', models.CharField(max_length=200)),
                ('supplier_names', models.CharField(max_length=600)),
                ('purchaser_no', models.CharField(blank=True, max_length=100)),
                ('project_no', models.CharField(blank=True, max_length=100)),
                ('amount_fen', models.BigIntegerField()),
                ('region', models.CharField(blank=True, max_length=6)),
                ('place', models.CharField(max_length=100)),
                ('method', models.CharField(blank=True, max_length=40)),
                ('dated_on', models.DateField()),
                ('search', models.TextField()),
                ('award', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published', to='contracts.award')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('contract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published', to='contracts.contract')),
            ],
        ),
        migrations.CreateModel(
            name='PublicContract',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('version', models.SmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('first_published_at', models.DateTimeField()),
                ('published_at', models.DateTimeField()),
                ('title', models.CharField(max_length=300)),
                ('purchaser_name', models.CharField(max_length=200)),
                ('supplier_names', models.CharField(max_length=600)),
                ('purchaser_no', models.CharField(max_length=100)),
                ('project_no', models.CharField(max_length=100)),
                ('amount_fen', models.BigIntegerField()),
                ('region', models.CharField(max_length=6)),
                ('place', models.CharField(max_length=100)),
                ('method', models.CharField(max_length=40)),
                ('dated_on', models.DateField()),
                ('search', models.TextField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('newest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.publishedversion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='publishedversion',
            constraint=models.UniqueConstraint(fields=('city', 'no', 'version'), name='disclosure_version_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedversion',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='21c3bf183fb3eeaef2377d56fb744406919cafd1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_591b7', table='disclosure_publishedversion', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='publiccontract',
            index=models.Index(fields=['city', '-dated_on', '-no'], name='disclosure_by_day'),
        ),
        migrations.AddIndex(
            model_name='publiccontract',
            index=models.Index(fields=['city', '-amount_fen', '-no'], name='disclosure_by_amount'),
        ),
        migrations.AddIndex(
            model_name='publiccontract',
            index=models.Index(fields=['city', 'kind', '-dated_on'], name='disclosure_by_kind'),
        ),
        migrations.AddIndex(
            model_name='publiccontract',
            index=models.Index(fields=['city', 'region', '-dated_on'], name='disclosure_by_region'),
        ),
        migrations.AddConstraint(
            model_name='publiccontract',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='disclosure_public_once'),
        ),
        migrations.RunSQL(
            sql=r"""-- A published version becomes what the public sees. The app role may not write the projection.
CREATE OR REPLACE FUNCTION disclosure_version_published() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.sha256 <> encode(sha256('\x00'::bytea || NEW.document), 'hex') THEN
        RAISE EXCEPTION 'the hash of % is not that of its bytes', NEW.no
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disclosure_hash_of_bytes';
    END IF;
    INSERT INTO disclosure_publiccontract AS p (city_id, no, newest_id, version, kind, sha256,
        first_published_at, published_at, title, purchaser_name, supplier_names, purchaser_no,
        project_no, amount_fen, region, place, method, dated_on, search)
    VALUES (NEW.city_id, NEW.no, NEW.id, NEW.version, NEW.kind, NEW.sha256,
        NEW.published_at, NEW.published_at, NEW.title, NEW.purchaser_name, NEW.supplier_names,
        NEW.purchaser_no, NEW.project_no, NEW.amount_fen, NEW.region, NEW.place, NEW.method,
        NEW.dated_on, NEW.search)
    ON CONFLICT (city_id, no) DO UPDATE SET
        newest_id = EXCLUDED.newest_id, version = EXCLUDED.version, kind = EXCLUDED.kind,
        sha256 = EXCLUDED.sha256, published_at = EXCLUDED.published_at, title = EXCLUDED.title,
        purchaser_name = EXCLUDED.purchaser_name, supplier_names = EXCLUDED.supplier_names,
        purchaser_no = EXCLUDED.purchaser_no, project_no = EXCLUDED.project_no,
        amount_fen = EXCLUDED.amount_fen, region = EXCLUDED.region, place = EXCLUDED.place,
        method = EXCLUDED.method, dated_on = EXCLUDED.dated_on, search = EXCLUDED.search
    WHERE p.version < EXCLUDED.version;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER disclosure_version_published AFTER INSERT ON disclosure_publishedversion
FOR EACH ROW EXECUTE FUNCTION disclosure_version_published();
""",
            hints={'living': 'published.sql'},
        ),
    ]
