from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0004_ladder'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- A mailbox is told nothing but the code that proves it (a sealed dispatch), until its holder typed
-- that code: an address typed wrong would let a stranger read on.
CREATE OR REPLACE FUNCTION outreach_mail_unproven() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.channel = 'mail' AND NEW.sealed = '' AND NOT EXISTS (
        SELECT FROM outreach_proof proof
        JOIN outreach_preference choice ON choice.person_id = proof.person_id
        WHERE proof.person_id = NEW.person_id AND proof.kind = 'mail'
            AND proof.proven_at IS NOT NULL AND proof.address = choice.mail)
    THEN
        PERFORM parties_refuse('outreach_mail_unproven');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER outreach_mail_unproven BEFORE INSERT ON outreach_dispatch
FOR EACH ROW EXECUTE FUNCTION outreach_mail_unproven();
""",
            hints={'living': 'mailboxes.sql'},
        ),
    ]
