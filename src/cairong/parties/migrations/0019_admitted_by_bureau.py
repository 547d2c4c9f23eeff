from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0018_given_password'),
    ]

    operations = [
        migrations.AddField(
            model_name='institutionprofile',
            name='draws_stopped',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='institutionprofile',
            name='suspended_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='institutionprofile',
            constraint=models.CheckConstraint(condition=models.Q(('draws_stopped', False), ('suspended_on__isnull', False), _connector='OR'), name='parties_draws_stopped'),
        ),
        migrations.RunSQL(
            sql=r"""-- Names of organisations: no character that nobody sees, and none next to another that looks like it under
-- another code but by two persons who saw both (docs/decisions/names.md).

CREATE OR REPLACE FUNCTION parties_unseen() RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uE000-\uF8FF\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U000E0000-\U000E0FFF\U000F0000-\U0010FFFF]'
$$;

-- A name without width, blanks, case and characters that nobody sees: what the database itself compares.
CREATE OR REPLACE FUNCTION parties_plain(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT lower(regexp_replace(normalize(name, NFKC), '\s|' || parties_unseen(), '', 'g'))
$$;

-- The same is kept beside each name, whatever was written there, so that an index finds it.
CREATE OR REPLACE FUNCTION parties_look_plain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.plain := left(parties_plain(NEW.name), 400);
    RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS parties_look_plain ON parties_namelook;
CREATE TRIGGER parties_look_plain BEFORE INSERT OR UPDATE ON parties_namelook
FOR EACH ROW EXECUTE FUNCTION parties_look_plain();

-- Two persons decided on a name at a moment, and were shown this other that looks like it, with its code.
-- What they were shown is written by alike.Alike.words.
CREATE OR REPLACE FUNCTION parties_alike_shown(look parties_namelook, other text, code text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM parties_proposal p
        WHERE p.state = 'approved' AND p.decided_at = look.alike_at AND p.city_id = look.city_id
            AND jsonb_typeof(p.after -> 'alike') = 'array'
            AND EXISTS (
                SELECT FROM jsonb_array_elements_text(p.after -> 'alike') shown
                WHERE starts_with(shown, '「' || other || '」(')
                    AND strpos(shown, ',' || CASE code WHEN '' THEN '没有登记代码' ELSE code END) > 0)
            AND CASE p.act
                WHEN 'contracts.admit_alike' THEN EXISTS (
                    SELECT FROM parties_claim c
                    WHERE c.id::text = p.arguments ->> 'claim_id'
                        AND c.organisation_id = look.organisation_id)
                ELSE p.act IN ('parties.admit_organisation', 'parties.change_organisation',
                        'admission.admit_institution', 'admission.change_institution',
                        'parties.succeed_organisation')
                    AND parties_plain(p.arguments ->> 'name') = parties_plain(look.name)
            END)
$$;

-- One name of a city after the other: of two that come at once, the second sees the first.
CREATE OR REPLACE FUNCTION parties_look_apart(given parties_namelook) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    own text := (SELECT uscc FROM parties_organisation WHERE id = given.organisation_id);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('names of ' || given.city_id, 0));
    IF EXISTS (
        SELECT FROM (
            SELECT name, organisation_id FROM parties_namelook
            WHERE city_id = given.city_id AND look = given.look
            UNION
            SELECT name, organisation_id FROM parties_namelook
            WHERE city_id = given.city_id AND plain = given.plain
        ) l JOIN parties_organisation o ON o.id = l.organisation_id
        WHERE l.organisation_id <> given.organisation_id
            AND (o.uscc = '' OR o.uscc <> own)
            AND NOT parties_alike_shown(given, l.name, o.uscc))
    THEN
        PERFORM parties_refuse('parties_name_alike');
    END IF;
END $$;

-- Looked at when the transaction ends: the name and code that an organisation takes. What it bears already
-- stays: whoever came next to it was let in by two, or stood before any of this was asked.
CREATE OR REPLACE FUNCTION parties_organisation_named() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept parties_namelook;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.name, NEW.uscc) IS NOT DISTINCT FROM (OLD.name, OLD.uscc) THEN
            RETURN NULL;
        END IF;
    END IF;
    IF NEW.name ~ parties_unseen() OR NEW.name ~ '[\u2E80-\u2FDF]' THEN
        PERFORM parties_refuse('parties_name_characters');
    END IF;
    SELECT * INTO kept FROM parties_namelook WHERE organisation_id = NEW.id AND name = NEW.name;
    IF kept.id IS NULL THEN
        PERFORM parties_refuse('parties_name_kept');
    END IF;
    PERFORM parties_look_apart(kept);
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_organisation_named ON parties_organisation;
CREATE CONSTRAINT TRIGGER parties_organisation_named
AFTER INSERT OR UPDATE OF name, uscc ON parties_organisation
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_organisation_named();

CREATE OR REPLACE FUNCTION parties_look_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM parties_look_apart(NEW);
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_look_kept ON parties_namelook;
CREATE CONSTRAINT TRIGGER parties_look_kept
AFTER INSERT OR UPDATE OF alike_at ON parties_namelook
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_look_kept();
""",
            hints={'living': 'looks.sql'},
        ),
    ]
