"""Before a word is shown by which a key is made: is it our gateway that answers at its address?"""

import http.client
import io
import json
import secrets
import socket
import time
from typing import Any

from cairong.home.account import GATEWAY, account, acting_as
from cairong.home.environment import gateway_port, gateway_socket, gateway_url
from cairong.home.folder import Home
from cairong.home.hailing import LONGEST, NAME, begin, door, end, proof
from cairong.home.trouble import Trouble

OPENS_SECONDS, ANSWERS_SECONDS = 10, 60  # it may have to be started first, now it is wanted
PAUSE_SECONDS = 0.2
MOST = 16 * 1024  # bytes of an answer, with its headers
UNREADABLE = (ValueError, LookupError, TypeError, RecursionError)
SAME = (
    "(这里的 CAIRONG_GATEWAY_URL、CAIRONG_GATEWAY_SOCKET、CAIRONG_GATEWAY_PORT、PORT 要和它的一样)"
)


def require_ours(place: Home) -> None:
    """See that this city's gateway answers at the address where keys are to be made.

    It asks over this machine, not through a front. Raises Trouble, before any word is printed.
    """
    asked, own = secrets.token_hex(LONGEST // 2), account(GATEWAY)
    try:
        with acting_as(own):
            secret = begin(place.gateway)
        said = _answer(asked, secret)
    finally:
        with acting_as(own):
            end(place.gateway)
    if (said["url"], said["door"]) != (gateway_url(), door()):
        raise Trouble(
            f"签名网关用的网址是 {said['url']}(本机 {said['door']}),这里的是 {gateway_url()}"
            f"(本机 {door()}),没有打印口令:钥匙只在做它的网址上有效。请把环境变量设成一样的{SAME}。"
        )


def _answer(asked: str, secret: str) -> dict[str, str]:
    """Take what is answered by the secret, and from nobody else anything. Raises Trouble."""
    try:
        with _reached() as reached:
            whole = _whole_answer(reached, asked)
        response = http.client.HTTPResponse(_Kept(whole))  # type: ignore[arg-type]
        response.begin()
        told: Any = json.loads(response.read())
        said = {name: str(told[name]) for name in ("url", "door", "proof")}
        ours = secrets.compare_digest(proof(secret, asked, said).encode(), said["proof"].encode())
        if ours:
            return said
    except (ConnectionError, FileNotFoundError) as error:
        raise Trouble(
            f"签名网关的地址({door()})没有应答,没有打印口令:"
            f"请先启动 cairong run,它说签名网关没有启动的,照它说的做,再重新运行{SAME}。"
        ) from error
    except TimeoutError as error:
        raise Trouble(
            f"签名网关的地址({door()})在 {ANSWERS_SECONDS} 秒里没有应答,没有打印口令:"
            "请看数据目录的 log/gateway.log,改好以后重新运行。"
        ) from error
    except (http.client.HTTPException, *UNREADABLE) as error:
        raise Trouble(_strange()) from error
    raise Trouble(_strange())


class _Kept(io.BytesIO):
    """What was answered, to be read as from a socket."""

    def makefile(self, *_: object) -> io.BytesIO:
        return self


def _whole_answer(reached: socket.socket, asked: str) -> bytes:
    """Ask, and take all that is answered, in one time for the whole. Raises OSError."""
    until = time.monotonic() + ANSWERS_SECONDS
    said = b""
    reached.sendall(
        f"GET /hail/?asked={asked} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode()
    )
    while len(said) < MOST:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        reached.settimeout(left)
        more = reached.recv(MOST)
        if not more:
            break
        said += more
    return said


def _reached() -> socket.socket:
    """Reach the address; it is opened within a moment where `cairong run` runs."""
    until = time.monotonic() + OPENS_SECONDS
    path = gateway_socket()
    while True:
        made = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
        made.settimeout(ANSWERS_SECONDS)
        try:
            made.connect(str(path) if path else ("127.0.0.1", gateway_port()))
        except (ConnectionError, FileNotFoundError):
            made.close()
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return made


def _strange() -> str:
    return (
        f"在签名网关的地址({door()})应答的不是这座城市的签名网关,没有打印口令。"
        "请不要在那里做钥匙或签名;查出它(ss -ltnp)并停掉,等 cairong run 启动了签名网关,"
        f"再重新运行{SAME}。"
    )
