import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0022_papers'),
        ('products', '0003_wanted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Liaison',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('phone', models.CharField(max_length=30)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='liaisons', to='parties.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['city', 'region'], name='products_liaison_standing')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('institution', 'region'), name='products_liaison_once'), models.CheckConstraint(condition=models.Q(('phone', ''), _negated=True), name='products_liaison_reached')],
            },
        ),
        migrations.RunSQL(
            sql=r"""-- Whom an institution names for a county (docs/decisions/liaisons.md): its manager says so, of people
-- of its own. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION products_liaison_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN
        NEW.ended_at IS NULL
        AND parties_mandated(NEW.person_id, NEW.institution_id,
            ARRAY['institution-officer', 'institution-approver', 'institution-manager'], NULL,
            NEW.named_at)
        AND EXISTS (SELECT FROM audit_event WHERE (city, type, at, subject_id)
                = (NEW.city_id, 'products.liaison.named', NEW.named_at, NEW.institution_id::text)
            AND after ->> 'person_id' = NEW.person_id::text AND after ->> 'phone' = NEW.phone
            AND after -> 'regions' ? NEW.region)
        AND parties_said(NEW.city_id, 'products.liaison.named', NEW.named_at, NEW.institution_id,
            NEW.institution_id, ARRAY['institution-manager'])
        ELSE OLD.ended_at IS NULL AND (
            parties_said(NEW.city_id, 'products.liaison.named', NEW.ended_at, NEW.institution_id,
                NEW.institution_id, ARRAY['institution-manager'])
            OR parties_said(NEW.city_id, 'products.liaison.ended', NEW.ended_at, NEW.id,
                NEW.institution_id, ARRAY['institution-manager']))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('products_liaison_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS products_liaison_unsaid ON products_liaison;
CREATE CONSTRAINT TRIGGER products_liaison_unsaid AFTER INSERT OR UPDATE ON products_liaison
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION products_liaison_unsaid();
""",
            hints={'living': 'liaisons.sql'},
        ),
    ]
