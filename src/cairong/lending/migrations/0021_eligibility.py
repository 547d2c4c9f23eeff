import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0020_intent_method'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='EligibilityMark',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('criterion', models.CharField(max_length=10)),
                ('result', models.CharField(max_length=5)),
                ('source', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eligibility', to='lending.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
            options={
                'indexes': [models.Index(fields=['application', 'criterion', '-at'], name='lending_eligibility_new')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), ('result__in', ['met', 'unmet']), models.Q(('criterion', 'size'), _negated=True)), name='lending_eligibility_sourced')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='eligibilitymark',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='1c3246228b2d087620f9dcac79ca44f8136f6d8b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be9d8', table='lending_eligibilitymark', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- What is judged of whom an institution lends to: by its officer, by a source of a day that came.
CREATE OR REPLACE FUNCTION lending_eligibility_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW."on" <= parties_day(NEW.at) AND parties_said(NEW.city_id, 'lending.eligibility.judged',
        NEW.at, NEW.application_id,
        (SELECT institution_id FROM lending_application WHERE id = NEW.application_id),
        ARRAY['institution-officer'])) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_eligibility_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_eligibility_unsaid ON lending_eligibilitymark;
CREATE CONSTRAINT TRIGGER lending_eligibility_unsaid AFTER INSERT ON lending_eligibilitymark
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_eligibility_unsaid();
""",
            hints={'living': 'eligibility.sql'},
        ),
    ]
