"""What the environment says of the web server, or one sentence that names the wrong variable."""

import os
import re
from pathlib import Path

from cairong.home.folder import Home
from cairong.home.trouble import Trouble

COPIED_TO = re.compile(r"(https://|http://(127\.0\.0\.1|localhost)[:/])[\w.:/?&=%~+,;@\[\]-]+")
SOURCE = re.compile(r"([a-z]{1,10})=((https://|http://(127\.0\.0\.1|localhost)[:/])[\w.:/-]+)")
LONGEST_PLACE = 300
LAST_PORT = 65_535
MOST_PROXIES = 9
MOST_PROCESSES = 16  # of four threads each, with a connection of its own; the database takes 120
MOST_DIGITS = 5
GATEWAY, GATEWAY_SOCKET = "CAIRONG_GATEWAY_URL", "CAIRONG_GATEWAY_SOCKET"
FOLDER = "CAIRONG_GATEWAY_FOLDER"
LONGEST_SOCKET = 100  # the system takes 107
ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")


def check_environment() -> int:
    """Say what is wrong before anything is made; name the port."""
    port = port_wanted()
    proxies_passed(0)
    web_processes()
    _apart(gateway_url(), site_url(port))
    gateway_socket()
    log_copies()
    sources_named()
    return port


def port_wanted() -> int:
    """Read PORT, or say that it is no port."""
    return _whole("PORT", 8000, least=1, most=LAST_PORT, name="端口")


def proxies_passed(default: int) -> int:
    """Read CAIRONG_PROXIES, the number of proxies in front of us."""
    return _whole("CAIRONG_PROXIES", default, least=0, most=MOST_PROXIES, name="代理的层数")


def web_processes() -> int:
    """Read CAIRONG_WEB_PROCESSES, how many processes answer visitors."""
    return _whole("CAIRONG_WEB_PROCESSES", 2, least=1, most=MOST_PROCESSES, name="进程的个数")


def site_url(port: int) -> str:
    """Read CAIRONG_URL, the address people open, without a slash at its end."""
    text = (os.environ.get("CAIRONG_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if not ADDRESS.fullmatch(text):
        raise Trouble(
            f"环境变量 CAIRONG_URL 是 {text[:60]},不是网址:"
            "请写成 https://域名 或 http://域名:端口,后面不带路径。"
        )
    return text


def gateway_port() -> int:
    """Read CAIRONG_GATEWAY_PORT, where the gateway's pages are served; next to PORT by itself."""
    port = port_wanted()
    following = port + 1 if port < LAST_PORT else port - 1
    return _whole("CAIRONG_GATEWAY_PORT", following, least=1, most=LAST_PORT, name="端口")


def gateway_socket() -> Path | None:
    """Read CAIRONG_GATEWAY_SOCKET, where the gateway's pages are served instead of on a port."""
    text = os.environ.get(GATEWAY_SOCKET) or ""
    if text and (not text.startswith("/") or len(text.encode()) > LONGEST_SOCKET):
        raise Trouble(
            f"环境变量 {GATEWAY_SOCKET} 是 {text[:60]},不能做签名网关的套接字:"
            f"请写 / 开头的路径,不超过 {LONGEST_SOCKET} 个字节,如 /run/cairong-gateway/socket。"
        )
    return Path(text) if text else None


def exchange_folder(home: Home) -> Path:
    """Read CAIRONG_GATEWAY_FOLDER, by which the treasury is reached; one in the data folder."""
    return Path(os.environ.get(FOLDER) or home.gateway / "exchange").absolute()


def gateway_url() -> str:
    """Read CAIRONG_GATEWAY_URL, the address of the gateway's pages, without a slash at its end.

    Passkeys are made for a name, so an address of numbers is refused.
    """
    text = (os.environ.get(GATEWAY) or f"http://localhost:{gateway_port()}").rstrip("/")
    host = gateway_host(text)
    secure = text.startswith("https://") or host == "localhost"
    if not ADDRESS.fullmatch(text) or not secure or not re.search("[a-z]", host.rpartition(".")[2]):
        raise Trouble(
            f"环境变量 {GATEWAY} 是 {text[:60]},不能做签名网关的网址:通行密钥只认域名,"
            "请写成 https://qianming.域名,一台机器上试用的写 http://localhost:端口。"
        )
    return text


def _apart(gateway: str, site: str) -> None:
    """Refuse one name for both: what is signed must be shown by nobody but the gateway."""
    name = gateway_host(gateway)
    if name != "localhost" and name in {gateway_host(site), *hosts_allowed()}:
        raise Trouble(
            f"环境变量 {GATEWAY} 的域名 {name[:60]} 也是采融网页的域名:签名网关要有自己的域名,"
            "请写成 https://qianming.域名,并且不要列进 CAIRONG_HOSTS。"
        )


def gateway_host(url: str) -> str:
    """Name the host of an address: the site at which keys are made."""
    return url.partition("://")[2].partition(":")[0]


def log_copies() -> tuple[str, ...]:
    """Read CAIRONG_LOG_COPIES: folders and addresses that signed heads are copied to."""
    places = tuple((os.environ.get("CAIRONG_LOG_COPIES") or "").split())
    for place in places:
        if not (place.startswith("/") or COPIED_TO.fullmatch(place)) or len(place) > LONGEST_PLACE:
            raise Trouble(
                f"环境变量 CAIRONG_LOG_COPIES 里的 {place[:60]} 用不了:"
                "请写 / 开头的目录,或 https:// 开头的网址,几处用空格分开。"
            )
    return places


def sources_named() -> dict[str, str]:
    """Read CAIRONG_SOURCES: by which address each source of outside data is read."""
    named = {}
    for place in (os.environ.get("CAIRONG_SOURCES") or "").split():
        found = SOURCE.fullmatch(place)
        if found is None or len(place) > LONGEST_PLACE:
            raise Trouble(
                f"环境变量 CAIRONG_SOURCES 里的 {place[:60]} 用不了:"
                "请写 数据源=网址,如 credit=https://qianzhi.域名/credit,几处用空格分开。"
            )
        named[found[1]] = found[2]
    return named


def hosts_allowed() -> list[str]:
    """Read CAIRONG_HOSTS, the names we answer to."""
    text = os.environ.get("CAIRONG_HOSTS") or "127.0.0.1,localhost,[::1],testserver"
    return [name.strip() for name in text.split(",") if name.strip()]


def asked_for() -> str:
    """Name a host we answer to, for a look of our own."""
    first = next(iter(hosts_allowed()), "*").removeprefix(".")
    return "127.0.0.1" if first == "*" else first


def _whole(variable: str, default: int, *, least: int, most: int, name: str) -> int:
    text = (os.environ.get(variable) or str(default)).strip()
    digits = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    if not digits or not least <= int(text) <= most:
        raise Trouble(
            f"环境变量 {variable} 是 {text[:20]},不是{name}:请写 {least} 到 {most} 之间的整数。"
        )
    return int(text)
