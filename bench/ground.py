"""A durable server of our own in a temporary folder, and databases copied within it."""

import psycopg
from django.db import connections
from psycopg import sql

from cairong.cli.migrating import migrate_database
from cairong.driving.stories.databases import point
from cairong.home.addresses import APP, DATABASE, OWNER, Address
from cairong.home.folder import Home
from cairong.home.keys import secret
from cairong.home.postgres import DURABLE, Server
from cairong.home.roles import make_embedded

SAME_IDS = """
    CREATE SEQUENCE bench_ids;
    GRANT USAGE ON SEQUENCE bench_ids TO {app};
    CREATE FUNCTION bench_id() RETURNS uuid LANGUAGE sql VOLATILE AS $f$
        SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(nextval('bench_ids')), 12, '0'))::uuid
    $f$;
    DO $do$
    DECLARE found record;
    BEGIN
        FOR found IN SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_default LIKE 'uuidv7(%'
        LOOP
            EXECUTE format('ALTER TABLE %I ALTER %I SET DEFAULT bench_id()',
                           found.table_name, found.column_name);
        END LOOP;
    END $do$
"""


class Ground:
    """The server of one run."""

    def __init__(self, home: Home) -> None:
        self.home, self.server = home, Server(home, DURABLE)

    def start(self) -> None:
        """Start the server and bring its first database to this program's version."""
        self.server.start()
        make_embedded(self.server)
        self.use(DATABASE)
        migrate_database()

    def stop(self) -> None:
        self.leave()
        self.server.stop()

    def use(self, name: str, *, user: str = APP) -> None:
        """Point Django at one database of the server, as the app role unless told otherwise."""
        self.leave()
        point(self.server, name)
        at = self.address(name, user)
        connections.settings["default"].update(USER=at.user, PASSWORD=at.password)

    def leave(self) -> None:
        """Close what Django has open."""
        for connection in connections.all(initialized_only=True):
            connection.close()

    def copy(self, name: str, *, of: str = DATABASE) -> None:
        """Copy a whole database; nobody may be in the one that is copied."""
        self.leave()
        names = [sql.Identifier(one) for one in (name, OWNER, of)]
        with psycopg.connect(self.server.admin_address().conninfo, autocommit=True) as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(*names)
            )

    def give_same_ids(self, name: str) -> None:
        """Let every key that the database makes come from a sequence: copies repeat each other."""
        with psycopg.connect(self.address(name, OWNER).conninfo) as owner:
            owner.execute(sql.SQL(SAME_IDS).format(app=sql.Identifier(APP)))

    def address(self, name: str, user: str = APP) -> Address:
        """The address of one database for one of our two roles."""
        at = self.server.admin_address(name)
        word = secret(self.home, "app" if user == APP else "owner")
        return Address(host=at.host, port=at.port, name=name, user=user, password=word)

    def settings(self) -> dict[str, str]:
        """What the server says of its durability."""
        with psycopg.connect(self.address(DATABASE).conninfo) as asking:
            rows = asking.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)]
            )
            return dict(rows.fetchall())
