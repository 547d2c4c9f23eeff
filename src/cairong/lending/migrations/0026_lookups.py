import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0025_forgiven'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataConsent',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=10)),
                ('given_at', models.DateTimeField()),
                ('until', models.DateField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_consents', to='lending.intent')),
            ],
        ),
        migrations.CreateModel(
            name='Lookup',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('attempts', models.SmallIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('why', models.CharField(blank=True, default='', max_length=100)),
                ('ended_at', models.DateTimeField(null=True)),
                ('provider', models.CharField(blank=True, default='', max_length=60)),
                ('reference', models.CharField(blank=True, default='', max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('value', models.CharField(blank=True, default='', max_length=300)),
                ('result', models.CharField(blank=True, default='', max_length=10)),
                ('rules', models.CharField(blank=True, default='', max_length=10)),
                ('of_on', models.DateField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lookups', to='lending.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lookups', to='lending.dataconsent')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.AddConstraint(
            model_name='dataconsent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('intent', 'institution', 'source'), name='lending_data_consent_once'),
        ),
        migrations.AddConstraint(
            model_name='dataconsent',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['credit', 'invoice', 'licence', 'tax'])), name='lending_data_consent_source'),
        ),
        migrations.AddIndex(
            model_name='lookup',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['city', 'not_before'], name='lending_lookup_due'),
        ),
        migrations.AddConstraint(
            model_name='lookup',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'asked', 'dropped', 'given_up'])), name='lending_lookup_state'),
        ),
        migrations.AddConstraint(
            model_name='lookup',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('application', 'source'), name='lending_lookup_one_open'),
        ),
        migrations.AddConstraint(
            model_name='lookup',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), ('ended_at__isnull', False), _connector='XOR'), name='lending_lookup_ended'),
        ),
        migrations.AddConstraint(
            model_name='lookup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('of_on__isnull', False), ('result__in', ['met', 'unknown', 'unmet']), ('state', 'answered'), models.Q(('value', ''), _negated=True), models.Q(('provider', ''), _negated=True), models.Q(('reference', ''), _negated=True), models.Q(('rules', ''), _negated=True)), models.Q(('facts', {}), ('provider', ''), ('reference', ''), ('result', ''), ('rules', ''), ('value', ''), ('of_on__isnull', True), models.Q(('state', 'answered'), _negated=True)), _connector='OR'), name='lending_lookup_no_value'),
        ),
        migrations.RunSQL(
            sql=r"""-- Nobody consents to a reading of outside data in a supplier's name (个人信息保护法§14, §15): it
-- ticks the source when it asks for money, or says so later, each time for an institution asked. A
-- consent ends once. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION lending_data_consent_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked lending_intent := (SELECT i FROM lending_intent i WHERE i.id = NEW.intent_id);
    to_whom uuid := (SELECT id FROM lending_application
        WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id);
BEGIN
    IF (CASE WHEN TG_OP = 'UPDATE' THEN
        OLD.withdrawn_at IS NULL
            AND (NEW.id, NEW.city_id, NEW.intent_id, NEW.institution_id, NEW.source, NEW.given_at,
                NEW.until)
            IS NOT DISTINCT FROM
                (OLD.id, OLD.city_id, OLD.intent_id, OLD.institution_id, OLD.source, OLD.given_at,
                OLD.until)
            AND (parties_said(asked.city_id, 'lending.data_consent.withdrawn', NEW.withdrawn_at,
                    to_whom, asked.supplier_id, ARRAY['supplier'])
                AND EXISTS (SELECT FROM audit_event
                    WHERE (city, type, at, subject_id) = (asked.city_id,
                        'lending.data_consent.withdrawn', NEW.withdrawn_at, to_whom::text)
                        AND after ->> 'source' = NEW.source)
                OR NEW.until < parties_day(NEW.withdrawn_at)
                AND parties_said(asked.city_id, 'lending.data_consent.given', NEW.withdrawn_at,
                    to_whom, asked.supplier_id, ARRAY['supplier']))
        WHEN NEW.city_id <> asked.city_id OR NEW.withdrawn_at IS NOT NULL OR to_whom IS NULL
            OR NEW.until > parties_day(NEW.given_at) + 180 THEN false
        ELSE EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = asked.city_id AND e.at = NEW.given_at AND (
                e.type = 'lending.data_consent.given' AND e.subject_id = to_whom::text
                    AND e.after ->> 'source' = NEW.source
                    AND parties_said(asked.city_id, e.type, NEW.given_at, to_whom,
                        asked.supplier_id, ARRAY['supplier'])
                OR e.type = 'lending.intent.registered' AND e.subject_id = asked.id::text
                    AND e.after -> 'sources' ? NEW.source
                    AND e.after -> 'source_ids' ? NEW.institution_id::text
                    AND parties_said(asked.city_id, e.type, NEW.given_at, asked.id,
                        asked.supplier_id, ARRAY['supplier'])))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_data_consent_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_data_consent_unsaid ON lending_dataconsent;
CREATE CONSTRAINT TRIGGER lending_data_consent_unsaid AFTER INSERT OR UPDATE ON lending_dataconsent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_data_consent_unsaid();

-- Nothing is asked of a source, and no value is kept, without a consent that stands at that moment:
-- of this intent, this institution and this source. It is held while one looks, so that one that is
-- taken back meanwhile is waited for. What is kept stays; a real city takes nothing of a simulator.
CREATE OR REPLACE FUNCTION lending_lookup_unconsented() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given lending_dataconsent;
    of_whom lending_application := (
        SELECT a FROM lending_application a WHERE a.id = NEW.application_id);
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.state <> 'asked'
        OR (NEW.id, NEW.city_id, NEW.application_id, NEW.consent_id, NEW.source, NEW.person_id,
            NEW.asked_at)
        IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.application_id, OLD.consent_id, OLD.source, OLD.person_id,
            OLD.asked_at))
        OR TG_OP = 'INSERT' AND NEW.state <> 'asked'
    THEN
        PERFORM parties_refuse('lending_lookup_kept');
    END IF;
    IF NEW.state NOT IN ('asked', 'answered') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'asked' THEN
        RETURN NEW;
    END IF;
    SELECT * INTO given FROM lending_dataconsent WHERE id = NEW.consent_id FOR NO KEY UPDATE;
    IF (given.withdrawn_at IS NULL AND given.source = NEW.source AND given.city_id = NEW.city_id
        AND given.intent_id = of_whom.intent_id AND given.institution_id = of_whom.institution_id
        AND given.given_at <= NEW.asked_at
        AND given.until >= parties_day(coalesce(NEW.ended_at, NEW.asked_at))) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_lookup_unconsented');
    END IF;
    IF NEW.state = 'answered' AND (NEW.of_on > parties_day(NEW.ended_at)
        OR NEW.provider = '模拟数据源' AND NOT orders_is_demo(NEW.city_id))
    THEN
        PERFORM parties_refuse('lending_lookup_kept');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_lookup_unconsented BEFORE INSERT OR UPDATE ON lending_lookup
FOR EACH ROW EXECUTE FUNCTION lending_lookup_unconsented();

-- Each reading is told in the chain: by which officer it was asked for, and what came of it.
CREATE OR REPLACE FUNCTION lending_lookup_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN
        parties_said(NEW.city_id, 'lending.lookup.asked', NEW.asked_at, NEW.id,
            (SELECT institution_id FROM lending_application WHERE id = NEW.application_id),
            ARRAY['institution-officer'])
        AND EXISTS (SELECT FROM audit_event
            WHERE (city, type, at, subject_id, person_id) = (NEW.city_id,
                'lending.lookup.asked', NEW.asked_at, NEW.id::text, NEW.person_id))
        WHEN NEW.state = 'answered' THEN EXISTS (SELECT FROM audit_event
            WHERE (city, type, at, subject_id) = (NEW.city_id, 'lending.lookup.answered',
                NEW.ended_at, NEW.id::text))
        ELSE true END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_lookup_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_lookup_unsaid ON lending_lookup;
CREATE CONSTRAINT TRIGGER lending_lookup_unsaid AFTER INSERT OR UPDATE ON lending_lookup
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_lookup_unsaid();
""",
            hints={'living': 'lookups.sql'},
        ),
    ]
