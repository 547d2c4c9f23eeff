from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0004_agencies'),
        ('lending', '0023_registered'),
        ('parties', '0022_papers'),
        ('products', '0004_liaisons'),
        ('treasury', '0012_reversed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='intent',
            name='lending_intent_method',
        ),
        migrations.RemoveConstraint(
            model_name='offer',
            name='lending_drawn_within_offer',
        ),
        migrations.RemoveConstraint(
            model_name='offer',
            name='lending_asked_within_offer',
        ),
        migrations.RemoveConstraint(
            model_name='offer',
            name='lending_part_drawn',
        ),
        migrations.AddField(
            model_name='offer',
            name='back_fen',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='intent',
            name='method',
            field=models.CharField(blank=True, choices=[('bullet', '到期一次还本付息'), ('interest-monthly', '按月付息到期还本'), ('equal-principal', '等额本金'), ('equal-instalment', '等额本息'), ('revolving', '随借随还(循环额度)')], db_default='', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['', 'bullet', 'interest-monthly', 'equal-principal', 'equal-instalment', 'revolving'])), name='lending_intent_method'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('asked_fen__isnull', True), models.Q(('asked_fen__gt', 0), models.Q(('asked_fen__lte', models.F('amount_fen')), ('method', 'revolving'), _connector='OR')), _connector='OR'), name='lending_asked_within_offer'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'part_drawn'), _negated=True), models.Q(('asked_fen', models.F('drawn_fen')), ('asked_fen__isnull', False), models.Q(('asked_fen__lt', models.F('amount_fen')), ('method', 'revolving'), _connector='OR')), _connector='OR'), name='lending_part_drawn'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_fen__gte', 0), models.Q(('drawn_fen__lte', models.F('amount_fen')), ('method', 'revolving'), _connector='OR')), name='lending_drawn_within_offer'),
        ),
        migrations.RunSQL(
            sql=r"""-- A revolving limit (docs/decisions/revolving.md): what is repaid can be drawn again, within the limit
-- and the term that the first draw began.

-- What was repaid of a limit is counted by the entries alone. The app role may not say it; this
-- function may, as the owner.
CREATE OR REPLACE FUNCTION lending_back_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE lending_offer o SET back_fen = o.back_fen + NEW.principal_fen
    FROM lending_loan l
    WHERE l.id = NEW.loan_id AND o.id = l.offer_id AND o.method = 'revolving';
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_back_applied AFTER INSERT ON lending_loanentry
FOR EACH ROW WHEN (NEW.principal_fen <> 0) EXECUTE FUNCTION lending_back_applied();

-- More is asked for, or drawn, only as far as the limit is not in use: at once, and when the transaction
-- ends, so that what is said to be repaid in between counts for nothing.
CREATE OR REPLACE FUNCTION lending_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    used bigint := GREATEST(COALESCE(NEW.asked_fen, NEW.amount_fen), NEW.drawn_fen);
    back bigint := NEW.back_fen;
BEGIN
    IF TG_NAME = 'lending_above_limit' THEN
        SELECT back_fen INTO back FROM lending_offer WHERE id = NEW.id;
    END IF;
    IF (NEW.asked_fen > COALESCE(OLD.asked_fen, 0) OR NEW.drawn_fen > OLD.drawn_fen)
        AND used - back > NEW.amount_fen
    THEN
        PERFORM parties_refuse('lending_within_limit');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_within_limit AFTER UPDATE ON lending_offer
FOR EACH ROW WHEN (NEW.method = 'revolving') EXECUTE FUNCTION lending_within_limit();

DROP TRIGGER IF EXISTS lending_above_limit ON lending_offer;
CREATE CONSTRAINT TRIGGER lending_above_limit AFTER UPDATE ON lending_offer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.method = 'revolving') EXECUTE FUNCTION lending_within_limit();

-- What was repaid is what the loans of the offer say, whoever writes it; of any other offer, nothing.
CREATE OR REPLACE FUNCTION lending_back_untrue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.back_fen <> (CASE NEW.method WHEN 'revolving' THEN (
            SELECT COALESCE(sum(principal_paid_fen), 0) FROM lending_loan WHERE offer_id = NEW.id)
        ELSE 0 END)
        AND NEW.back_fen = (SELECT back_fen FROM lending_offer WHERE id = NEW.id)
    THEN
        PERFORM parties_refuse('lending_back_untrue');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_back_untrue ON lending_offer;
CREATE CONSTRAINT TRIGGER lending_back_untrue AFTER INSERT OR UPDATE ON lending_offer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_back_untrue();

-- Every draw of a limit ends on the day its first one does, and is made before it.
CREATE OR REPLACE FUNCTION lending_in_term() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.drawn_on >= NEW.due_on OR NEW.due_on <> (
        SELECT due_on FROM lending_loan WHERE offer_id = NEW.offer_id ORDER BY drawn_on, id LIMIT 1)
    THEN
        PERFORM parties_refuse('lending_in_term');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_in_term AFTER INSERT ON lending_loan
FOR EACH ROW WHEN (NEW.method = 'revolving') EXECUTE FUNCTION lending_in_term();
""",
            hints={'living': 'revolving.sql'},
        ),
    ]
