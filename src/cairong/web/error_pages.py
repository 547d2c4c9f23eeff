"""Every answer of «no» as a page in words: what is wrong, what to do next, the way back."""

import errno
import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from cairong.kernel.errors import Refusal
from cairong.policy.catalogue import sentences
from cairong.web.parts import Refused, Said

TITLES: dict[int, str] = {
    400: "请求读不懂",
    401: "请先登录",
    403: "您不能办理这一步",
    404: "没有找到这一页",
    405: "不能这样打开这一页",
    409: "事情已经变了",
    413: "提交的内容太大",
    422: "有几处不符合规定",
    429: "请求太频繁",
    500: "系统出了故障,这次没有办成",
    503: "系统暂时没有应答",
}
TEXTS: dict[int, str] = {
    400: "浏览器发来的内容不完整或已损坏,没有办理任何事项。",
    401: "登录已过期或尚未登录,没有办理任何事项。",
    403: "您当前的身份没有这一步的权限,或页面停留太久已失效。没有办理任何事项。",
    404: "地址有误,或者这一事项不在您的权限范围内。",
    405: "这个地址要从页面上的按钮进入,不能直接打开。",
    409: "同一事项已被他人办理,或它的状态不允许这一步。没有办理任何事项。",
    413: "一次提交的内容超过 50 MB,没有办理任何事项。",
    422: "所填内容有不符合规定之处,没有办理任何事项。",
    429: "短时间内请求过多,已暂停受理。",
    500: "故障已记录。数据没有改动:没有办成的事项保持原样。",
    503: "数据库暂时没有应答,或者磁盘暂时写不下。已经办成的都在;同一张表单提交两次,也只办一次。",
}
NEXT: dict[int, tuple[str, ...]] = {
    400: ("返回上一页,刷新后重新提交。",),
    401: ("重新登录;填了一半的表单保存在本机草稿里,打开后自动恢复。",),
    403: ("如果您兼有其他身份,从右上角切换身份再试。", "返回上一页,刷新后重新提交。"),
    404: ("核对编号后,从列表或搜索进入。",),
    405: ("返回首页,从菜单进入。",),
    409: ("刷新事项页面,看它现在由谁经办、等待什么。",),
    413: ("压缩附件或分几次提交。",),
    422: ("按上面的说明改正后重新提交。",),
    429: ("请等一分钟再试。",),
    500: ("刷新一次;仍不行,请把下面的编号报给平台运维。",),
    503: ("请过一会儿,把同一张表单再提交一次。",),
}


def refused(
    status: int, refusal: Refusal | None = None, *, back: str = "", reference: str = ""
) -> Refused:
    """Put a refusal, or a bare status, into the words of its page."""
    said = [Said(text=TEXTS[status])]
    if refusal is not None:
        said = [Said(text=one.text, obligation=one.obligation) for one in sentences(refusal)]
    sign_in = status == HTTPStatus.UNAUTHORIZED
    return Refused(
        status=status,
        title=TITLES[status],
        sentences=said,
        next_steps=NEXT[status],
        back_href="/account/sign-in/" if sign_in else back or "/",
        back_word="重新登录" if sign_in else "返回办理页面" if back else "返回首页",
        reference=reference,
    )


def error_page(
    request: HttpRequest,
    status: int,
    refusal: Refusal | None = None,
    *,
    back: str = "",
    reference: str = "",
) -> HttpResponse:
    """Answer with the page of a refusal, or of a bare status (400 to 503)."""
    known = status if status in TITLES else HTTPStatus.BAD_REQUEST
    page = refused(known, refusal, back=back, reference=reference)
    return render(request, "errors/refusal.html", {"refused": page}, status=status)


def bad_request(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer bytes that cannot be read (handler400)."""
    return error_page(request, 400)


def not_allowed(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer what the actor may not do (handler403)."""
    return error_page(request, 403)


def not_found(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer an address that leads nowhere (handler404)."""
    return error_page(request, 404)


def csrf_failed(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer a form without a living token (CSRF_FAILURE_VIEW)."""
    return error_page(request, 403)


def fallen(request: HttpRequest) -> HttpResponse:
    """Answer a fault without touching database, session or person (handler500).

    A database that is away, or a disk that is full, is 503: asking again later helps.
    """
    status = 503 if is_passing(sys.exception()) else 500
    page = refused(status, reference=request.headers.get("X-Request-Id", ""))
    return HttpResponse(render_to_string("errors/refusal.html", {"refused": page}), status=status)


def is_passing(error: BaseException | None) -> bool:
    """Whether a fault passes by itself: a database that is away, a disk that is full."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(error, OperationalError | InterfaceError)
