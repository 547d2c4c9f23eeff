"""What the bench writes down is what was sent, and sent again it makes the same rows."""

import psycopg
import pytest
from bench.case import Case
from bench.ground import SAME_IDS
from bench.record import COMMIT, ROLLBACK, recording
from bench.replay import Player
from bench.town import found_town
from django.db import transaction
from psycopg import sql

from cairong.audit.models import Event
from cairong.home.addresses import APP, OWNER
from cairong.kernel.errors import Refusal
from cairong.outreach.actions.open_letter import open_letter
from support.cluster import DATABASE, Cluster

TWIN = "cairong_bench_twin"
CREATE = "CREATE DATABASE {} OWNER {} TEMPLATE {}"


@pytest.fixture
def twin(cluster: Cluster, committed_db):
    """A copy of the test database taken before the act, in which keys repeat."""
    town = found_town()
    with psycopg.connect(cluster.address(OWNER).conninfo) as owner:
        owner.execute(sql.SQL(SAME_IDS).format(app=sql.Identifier(APP)))
    transaction.get_connection().close()
    names = [sql.Identifier(one) for one in (TWIN, OWNER, DATABASE)]
    admin = psycopg.connect(cluster.server.admin_address().conninfo, autocommit=True)
    with admin:
        admin.execute(sql.SQL(CREATE).format(*names))
    yield town, cluster.address(APP, TWIN)
    with psycopg.connect(cluster.server.admin_address().conninfo, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(names[0]))


def test_a_case_sent_again_makes_the_same_chain_of_events(twin):
    town, address = twin
    with recording() as tape:
        for _, step in list(Case(town, 1).steps())[:4]:
            step()
    with Player(address) as player:
        player.play(tape.sent)
        assert player.prepared() > 20
        found = player.cursor.execute("SELECT seq, hash FROM audit_event ORDER BY seq").fetchall()
    assert found == [(one.seq, bytes(one.hash)) for one in Event.objects.order_by("seq")]


@pytest.mark.usefixtures("committed_db")
def test_ends_of_transactions_stand_where_they_were():
    town = found_town()
    case = Case(town, 1)
    with recording() as tape:
        case.step_1()
    assert tape.sent[-1] is COMMIT
    assert tape.commits() == len(Event.objects.filter(at=case.now))
    with recording() as tape, pytest.raises(Refusal):
        open_letter(actor=town.actors["supplier"], now=case.now, letter_id=town.supplier.pk)
    assert ROLLBACK in tape.sent
    assert tape.sent[-1].alone, "the record of a refusal is a statement of its own"


@pytest.mark.usefixtures("committed_db")
def test_a_rehearsal_goes_back_to_its_savepoint():
    case = Case(found_town(), 1)
    case.step_1()
    with recording() as tape:
        case.step_2()
    words = [one.sql.split()[0] for one in tape.sent]
    assert words.count("ROLLBACK") == 1
    assert tape.commits() == 2
