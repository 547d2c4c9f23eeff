"""What the database itself refuses about cities: invented parties never stand in a real one."""

import pgtrigger

# Two transactions that found a city at once would each see none but their own: the second waits
# until the first has ended, and looks then.
IN_TURN = "PERFORM pg_advisory_xact_lock(hashtextextended('parties_city', 0));"


def cities_apart() -> pgtrigger.Trigger:
    """Refuse a real city beside a demonstration, and one that becomes the other."""
    return pgtrigger.Trigger(
        name="demo_apart",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            {IN_TURN}
            IF EXISTS (SELECT FROM parties_city WHERE demo <> NEW.demo) THEN
                RAISE EXCEPTION 'city % is of another kind than the one that stands', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_demo_apart';
            END IF;
            RETURN NEW;
        """,
    )


def second_city_by_owner() -> pgtrigger.Trigger:
    """Refuse a city beside the one that stands, but to the database's owner.

    The first is founded by the program itself, into an empty database.
    """
    return pgtrigger.Trigger(
        name="second_city",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            {IN_TURN}
            IF EXISTS (SELECT FROM parties_city) AND NOT pg_has_role(
                (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')
            THEN
                RAISE EXCEPTION 'city % stands beside another', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_second_city';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - our own words
    )


def own_password_once() -> pgtrigger.Trigger:
    """Refuse that a password somebody else gave passes for one's own, unless it was changed."""
    return pgtrigger.Trigger(
        name="own_password",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__given_password=True, new__given_password=False),
        func="""
            IF NEW.password = OLD.password THEN
                RAISE EXCEPTION 'the password of account % is the one that was given', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_own_password';
            END IF;
            RETURN NEW;
        """,
    )


def invented_in_demo_city() -> pgtrigger.Trigger:
    """Refuse an invented organisation or person in a real city."""
    return pgtrigger.Trigger(
        name="invented",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__demo=True),
        func="""
            IF NOT (SELECT demo FROM parties_city WHERE code = NEW.city_id) THEN
                RAISE EXCEPTION 'city % is a real one', NEW.city_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_invented_in_demo_city';
            END IF;
            RETURN NEW;
        """,
    )
