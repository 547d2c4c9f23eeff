from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0005_paying'),
    ]

    operations = [
        migrations.AddField(
            model_name='duty',
            name='pauses',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='mark',
            name='paused_days',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='mark',
            name='start_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='mark',
            name='until',
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(
            sql=r"""-- A mark moves its duty. The app role may not update duties; this function may, as the owner.
CREATE OR REPLACE FUNCTION clocks_mark_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE clocks_duty SET
        start_on = COALESCE(NEW.start_on, start_on),
        due_on = COALESCE(NEW.due_on, due_on),
        due_law_on = COALESCE(NEW.due_law_on, due_law_on),
        counted = COALESCE(NEW.counted, counted),
        provisional = COALESCE(NEW.provisional, provisional),
        calendar_version = COALESCE(NULLIF(NEW.calendar_version, ''), calendar_version),
        paused_days = paused_days
            + CASE WHEN NEW.kind <> 'resumed' THEN 0
                   WHEN state = 'paused' THEN NEW.paused_days END,  -- nothing else is resumed
        pauses = CASE
            WHEN NEW.kind = 'paused' AND (state <> 'running' OR NEW.until IS NULL) THEN NULL
            WHEN NEW.kind = 'paused' THEN pauses || jsonb_build_array(jsonb_build_object(
                'since', NEW."on", 'until', NEW.until, 'reason', NEW.reason, 'ended', false))
            WHEN NEW.kind = 'resumed' THEN jsonb_set(jsonb_set(pauses, '{-1,until}', to_jsonb(NEW."on")),
                '{-1,ended}', 'true')
            ELSE pauses END,
        paused_on = CASE NEW.kind WHEN 'paused' THEN NEW."on" WHEN 'resumed' THEN NULL
                    ELSE paused_on END,
        state = CASE NEW.kind WHEN 'paused' THEN 'paused' WHEN 'resumed' THEN 'running'
                WHEN 'done' THEN 'done' WHEN 'cancelled' THEN 'cancelled' ELSE state END,
        done_on = CASE WHEN NEW.kind = 'done' THEN NEW."on" ELSE done_on END,
        cancelled_on = CASE WHEN NEW.kind = 'cancelled' THEN NEW."on" ELSE cancelled_on END
    WHERE id = NEW.duty_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER clocks_mark_applied AFTER INSERT ON clocks_mark
FOR EACH ROW EXECUTE FUNCTION clocks_mark_applied();
""",
            hints={'living': 'marks.sql'},
        ),
    ]
