"""`cairong run`: everything up under one supervisor."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cairong.cli.city import lay_gateway, make_city, try_own_command
from cairong.cli.doorway import Doorway
from cairong.cli.leftovers import MARK, end_leftovers, new_token
from cairong.cli.recipient import OPEN, kept_recipient
from cairong.cli.supervisor import Supervisor, alarm_shut, gateway, notary, tell, web, worker
from cairong.home.account import GATEWAY, WEB, WORKER, account
from cairong.home.addresses import is_external, notary_address
from cairong.home.database import make_keys, prepare_external, refuse_unusable_server
from cairong.home.environment import LAST_PORT, asked_for, check_environment, log_copies
from cairong.home.folder import Home, home
from cairong.home.lock import run_lock
from cairong.home.owners import compile_program, open_program
from cairong.home.postgres import Server
from cairong.home.providers import providers_known
from cairong.home.roles import make_embedded
from cairong.home.state import CityState, city_state
from cairong.home.trouble import Trouble
from cairong.notary.keys import VARIABLE, algorithm

READY_SECONDS = 60


@click.command()
def run() -> None:
    """启动数据库、网页和后台任务,直到 Ctrl-C。"""
    place, port = home(), check_environment()
    providers_known(place)
    algorithm(os.environ.get(VARIABLE, ""))
    if place.is_new:
        refuse_taken_port(port)
    open_program(WEB, WORKER, GATEWAY)
    compile_program()
    refuse_unusable_server(place)
    place.prepare()
    make_keys(place)
    with run_lock(place) as alone:
        if not alone:
            raise Trouble(
                f"数据目录 {place.path} 正被另一个 cairong 命令使用:"
                "请先停掉它(Ctrl-C),或用 CAIRONG_HOME 另指一个目录。"
            )
        end_leftovers(place)
        refuse_taken_port(port)
        doorway = Doorway()
        if place.gateway.is_dir() or city_state(place) is not CityState.NONE:
            doorway.open()
        with _server(place) as server:
            _serve(place, port, server, doorway)


def refuse_taken_port(port: int) -> None:
    """Say that another program listens where we would, or that our web server may not."""
    if os.geteuid() == 0 and port < least_open_port():
        raise Trouble(
            f"端口 {port} 只有 root 能用,网页服务不以 root 运行:"
            "请用 PORT=8000 make run 换一个,由前置代理接 80 和 443。"
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Trouble(f"端口 {port} 需要管理员权限:请用 PORT=8000 make run 换一个。") from error
        except OSError as error:
            raise Trouble(
                f"端口 {port} 已被别的程序占用:请停掉它,或换一个端口:PORT={_other(port)} make run。"
            ) from error


def least_open_port() -> int:
    """Read the least port that others than root may listen on."""
    try:
        return int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    except OSError:
        return 1024


@contextmanager
def _server(place: Home) -> Iterator[Server | None]:
    if is_external():
        prepare_external(place)
        yield None
        return
    server = Server(place)
    click.echo("启动数据库 …")
    try:
        server.start()
        make_embedded(server)
        yield server
    finally:
        server.stop()


def _serve(place: Home, port: int, server: Server | None, doorway: Doorway) -> None:
    say_what_is_not_apart(place)
    make_city(place)
    lay_gateway(place)
    say_that_backups_are_open(place)
    say_that_gateway_is_shut(place, doorway)
    token = {MARK: new_token(place), "PORT": str(port), "CAIRONG_HOME": str(place.path)}
    signer = [notary(place, token)] if may_sign(place) else []
    pages = [web(place, port, token), worker(place, token), gateway(place, token, doorway)]
    children = [*signer, *pages]
    supervisor = Supervisor(home=place, children=children, server=server)
    supervisor.listen()
    try:
        supervisor.start()
        _announce(place, port, supervisor)
        supervisor.run()
        tell("正在停止 …", err=False)
    finally:
        supervisor.stop()


def say_what_is_not_apart(place: Home) -> None:
    """Say once what one account for all means; as root, which folder outside the worker lacks."""
    worker_account = account(WORKER)
    if worker_account is None:
        parts = ("" if is_external() else "数据库、") + "迁移、网页、后台任务和日志签发"
        tell(
            f"没有用 root 启动:{parts}同用一个账号,彼此没有隔开,"
            f"都读得到 {place.keys} 和 {place.notary} 里的密码与密钥。"
        )
        return
    for folder in (each for each in log_copies() if Path(each).is_dir()):
        tried = subprocess.run(["test", "-w", folder], check=False, **worker_account.popen)  # type: ignore[call-overload]  # noqa: S603, S607
        if tried.returncode != 0:
            tell(
                f"日志头写不进 {folder}:后台任务以系统用户 {worker_account.name} 运行,"
                f"请运行 chown {worker_account.name} {folder}。"
            )


def say_that_backups_are_open(place: Home) -> None:
    """Say once that backups of a real city have nobody they are encrypted to."""
    if city_state(place) is CityState.REAL and not kept_recipient(place):
        tell(OPEN, err=False)


def say_that_gateway_is_shut(place: Home, doorway: Doorway) -> None:
    """Say once that the gateway's address is somebody else's, here and to whoever holds alarms."""
    if place.gateway.is_dir() and not doorway.open():
        tell(doorway.news())
        alarm_shut(place, doorway.why)


def may_sign(place: Home) -> bool:
    """Whether there is a role to sign the log with; say so where there is none."""
    if notary_address(place).password:
        return True
    tell("没有签发日志的数据库角色,日志不签发:请建好它,把地址写进 DATABASE_NOTARY_URL。")
    return False


def _announce(place: Home, port: int, supervisor: Supervisor) -> None:
    until = time.monotonic() + READY_SECONDS
    while not supervisor.stopping.is_set() and not _is_healthy(port):
        if time.monotonic() > until:
            raise Trouble(f"网页服务起不来,原因写在 {place.log / 'web.log'} 末尾。")
        supervisor.watch()
        time.sleep(0.1)
    if supervisor.stopping.is_set():
        return
    if city_state(place) is CityState.DEMO and not try_own_command("demo", "accounts"):
        tell("账号表没有列完:可另开一个窗口运行 cairong demo accounts。")
    tell(f"采融已就绪:http://127.0.0.1:{port}/  (Ctrl-C 停止)", err=False)


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": asked_for()})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _other(port: int) -> int:
    return port + 1 if port < LAST_PORT else 8000
