"""What a new data folder is filled with: the demo city, or an empty real one."""

import os
import subprocess
import sys

import psycopg
from psycopg import sql

from cairong.home.account import MIGRATOR, account
from cairong.home.addresses import owner_address
from cairong.home.environment import FOLDER
from cairong.home.folder import HELD, Home
from cairong.home.linked import linked
from cairong.home.owners import files_lent, hand_over, open_program
from cairong.home.state import CityState, city_state
from cairong.home.trouble import Trouble

UNFINISHED = {
    CityState.RESTORING: "的恢复没有做完:请删掉这个目录,再运行 cairong restore",
    CityState.FOUNDING: "的真实城市没有建完:请再运行一次 cairong init",
}
KINDS = {CityState.DEMO: "演示城市", CityState.REAL: "真实城市", CityState.NONE: "还没有城市"}
IN_USE = """
    SELECT count(*) > 1 OR count(account.last_login) > 0
    FROM parties_account AS account
    JOIN parties_person AS person ON person.id = account.person_id
    JOIN parties_city AS city ON city.code = person.city_id
    WHERE NOT city.demo
"""


def own_command(*words: str) -> None:
    """Run one of our own commands in a process of its own; end with it where it fails."""
    if not try_own_command(*words):
        raise SystemExit(1)


def try_own_command(*words: str) -> bool:
    """Run one of our own commands in a process of its own, which says itself what went wrong.

    It has a session of its own: Ctrl-C reaches us alone, and it ends with us. Where we are root it
    runs as the migrator, whose are the database's words, and which lets go of them at its end.
    """
    open_program(MIGRATOR)
    own = account(MIGRATOR)
    done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - our own command
        linked([sys.executable, "-m", "cairong.cli.main", *words], last_signal="TERM"),
        check=False,
        start_new_session=True,
        env={**os.environ, **(own.environment if own else {})},
        **(own.popen if own else {}),
    )
    return bool(done.returncode == 0)


def make_city(place: Home) -> None:
    """Migrate; build the demo city where there is none, anew where that was cut short."""
    state = city_state(place)
    if state in UNFINISHED:
        raise Trouble(f"数据目录 {place.path} 里{UNFINISHED[state]}。")
    refuse_other_city(place)
    own_command("migrate")
    place.stamp()
    if state is CityState.BUILDING or not has_city(place):
        with files_lent(place):
            own_command("demo", "build")


def has_city(place: Home) -> bool:
    """Whether a city stands in the database."""
    return _stands(place, "parties_city")


def lay_gateway(place: Home) -> None:
    """Make the gateway's folder where keys stand and it is not: a backup was restored.

    A mark in it keeps the gateway from sending until folder and treasury were compared; not in a
    demonstration, whose treasury is simulated: there nothing is compared (`orders/ledger.py`). What
    the city is, the database says, which cannot be changed. Raises Trouble where the folder says
    otherwise, or a demonstration is to exchange by another folder than its own.
    """
    kind = refuse_other_city(place)
    if kind is CityState.DEMO and os.environ.get(FOLDER):
        raise Trouble(
            f"演示城市不能用环境变量 {FOLDER}({os.environ[FOLDER][:60]}):演示的支付指令只由模拟国库"
            "回执,不能写进国库的交换目录。请去掉这个环境变量,重新运行。"
        )
    state = city_state(place)
    if state not in {CityState.REAL, CityState.DEMO} or place.gateway.is_dir():
        return
    if _stands(place, "orders_personkey"):
        place.gateway.mkdir(mode=0o700)
        if kind is not CityState.DEMO:
            (place.gateway / HELD).touch(mode=0o600)
        hand_over(place)


def refuse_other_city(place: Home) -> CityState:
    """Name what the database's city is. Raises Trouble where the data folder was another's.

    The folder holds what the gateway sent and was answered: of a demonstration, it means nothing
    to a real city, and the other way round a simulated treasury would answer.
    """
    said, kind = city_state(place), kind_in_database(place)
    wrong = said in KINDS and said is not CityState.NONE and kind is not said
    if wrong and not (said is CityState.DEMO and kind is CityState.NONE):
        raise Trouble(
            f"数据目录 {place.path} 里记着{KINDS[said]},数据库 {owner_address(place).name} 里"
            f"{'是' if kind else ''}{KINDS[kind]},没有启动:请核对 DATABASE_URL,"
            "或用 CAIRONG_HOME 另指一个目录。"
        )
    return kind


def kind_in_database(place: Home) -> CityState:
    """Say what stands in the database by its own word: a demonstration, a real city, or none."""
    with psycopg.connect(owner_address(place).conninfo) as connection:
        made = connection.execute("SELECT to_regclass('public.parties_city')").fetchone()
        if not made or made[0] is None:
            return CityState.NONE
        found = connection.execute("SELECT bool_or(demo) FROM public.parties_city").fetchone()
    if not found or found[0] is None:
        return CityState.NONE
    return CityState.DEMO if found[0] else CityState.REAL


def _stands(place: Home, table: str) -> bool:
    """Whether a table has any row."""
    with psycopg.connect(owner_address(place).conninfo) as connection:
        asked = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
        found = connection.execute(asked).fetchone()
    return bool(found and found[0])


def empty_unfinished(place: Home) -> None:
    """Take out a city that was begun and never finished, and no other. Raises Trouble.

    The folder says that it was not finished, but DATABASE_URL may since name another database.
    """
    with psycopg.connect(owner_address(place).conninfo) as connection:
        made = connection.execute("SELECT to_regclass('parties_account')").fetchone()
        used = connection.execute(IN_USE).fetchone() if made and made[0] else None
    if used and used[0]:
        raise Trouble(
            f"数据目录 {place.path} 里记着没有建完,数据库里却是一座在用的真实城市,没有动它:"
            "请核对 DATABASE_URL,或用 CAIRONG_HOME 另指一个目录。"
        )
    empty_database(place)


def empty_database(place: Home) -> None:
    """Take everything out of the database, as its owner."""
    with psycopg.connect(owner_address(place).conninfo) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
