from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0008_looks'),
    ]

    operations = [
        # Names that stand already stand beside one another; the nightly work says what each looks
        # like by the program's own list.
        migrations.RunSQL(
            sql=r"""
            ALTER TABLE parties_namelook DISABLE TRIGGER parties_look_kept;
            INSERT INTO parties_namelook (city_id, organisation_id, name, look)
            SELECT city_id, id, borne, left(parties_plain(borne), 400)
            FROM parties_organisation, unnest(array_append(former_names, name)) borne
            ON CONFLICT (organisation_id, name) DO NOTHING;
            SET CONSTRAINTS ALL IMMEDIATE;
            ALTER TABLE parties_namelook ENABLE TRIGGER parties_look_kept;
            """,
        ),
    ]
