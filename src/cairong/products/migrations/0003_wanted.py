from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0002_business_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='productversion',
            name='wanted',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.RunSQL(
            sql=r"""-- Of each paper a version of a product wants it says what and why (docs/decisions/wanted.md).
CREATE OR REPLACE FUNCTION products_wanted_reasoned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_typeof(NEW.wanted) <> 'array' OR EXISTS (
        SELECT FROM jsonb_array_elements(NEW.wanted) each
        WHERE COALESCE(btrim(each ->> 'what'), '') = '' OR COALESCE(btrim(each ->> 'why'), '') = '')
    THEN
        PERFORM parties_refuse('products_wanted_reasoned');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER products_wanted_reasoned BEFORE INSERT ON products_productversion
FOR EACH ROW EXECUTE FUNCTION products_wanted_reasoned();
""",
            hints={'living': 'wanted.sql'},
        ),
    ]
