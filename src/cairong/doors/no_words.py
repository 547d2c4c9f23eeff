"""Every status that says «no», in words: its title, what it means, what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NoWords:
    """The words of one status; `text` is said where no finding says more."""

    title: str
    text: str
    next_steps: tuple[str, ...]


NO_WORDS: dict[int, NoWords] = {
    400: NoWords(
        title="请求读不懂",
        text="浏览器发来的内容不完整或已损坏,没有办理任何事项。",
        next_steps=("返回上一页,刷新后重新提交。",),
    ),
    401: NoWords(
        title="请先登录",
        text="登录已过期或尚未登录,没有办理任何事项。",
        next_steps=("点「去登录」,登录后回到原来的页面。",),
    ),
    403: NoWords(
        title="您不能办理这一步",
        text="您当前的岗位没有这一步的权限,没有办理任何事项。",
        next_steps=(
            "您兼有其他岗位的,回到工作台,在页面上方切换岗位再试;没有的,请有权限的同事办理。",
        ),
    ),
    404: NoWords(
        title="没有找到这一页",
        text="地址有误,或者这一事项不在您的权限范围内。",
        next_steps=("核对地址或编号;地址没有错的,从首页的列表或搜索进入。",),
    ),
    405: NoWords(
        title="不能这样打开这一页",
        text="这个地址要从页面上的按钮进入,不能直接打开。",
        next_steps=("返回首页,从菜单进入。",),
    ),
    408: NoWords(
        title="提交的内容没有收完",
        text="在给定的时间里没有收完提交的内容,没有办理任何事项。",
        next_steps=("返回上一页,换一个网络或压缩附件以后再提交。",),
    ),
    409: NoWords(
        title="事情已经变了",
        text="同一事项已被他人办理,或它的状态不允许这一步。没有办理任何事项。",
        next_steps=("刷新事项页面,看它现在由谁经办、等待什么。",),
    ),
    411: NoWords(
        title="请求没有写明长度",
        text="提交的内容没有写明有多长,没有办理任何事项。",
        next_steps=("用浏览器返回上一页再提交;用程序提交的,请加上 Content-Length。",),
    ),
    413: NoWords(
        title="提交的内容太大",
        text="一次提交的内容超过了这一页收得下的大小,没有办理任何事项。",
        next_steps=("返回上一页,压缩附件或分几次提交;这一页不收附件的,请去掉附件再提交。",),
    ),
    422: NoWords(
        title="有几处需要改正",
        text="所填内容有不符合规定之处,没有办理任何事项。",
        next_steps=("按上面的说明改正后重新提交。",),
    ),
    429: NoWords(
        title="请求太频繁",
        text="短时间内请求过多,已暂停受理。",
        next_steps=("请按上面说的时间再试。",),
    ),
    500: NoWords(
        title="系统出了故障,这次没有办成",
        text="故障已记录。数据没有改动:没有办成的事项保持原样。",
        next_steps=("刷新一次;仍不行,请把下面的编号报给平台运维。",),
    ),
    503: NoWords(
        title="系统暂时没有应答",
        text="数据库暂时没有应答,或者磁盘暂时写不下。已经办成的都在;同一张表单提交两次,也只办一次。",
        next_steps=("请过一会儿,把同一张表单再提交一次。",),
    ),
}

STALE = NoWords(
    title="页面停留太久,已经失效",
    text="这一页打开后太久没有提交,或者您已在别处重新登录。没有办理任何事项。",
    next_steps=("返回上一页,刷新后重新提交。",),
)


def words_of(status: int) -> NoWords:
    """Find the words of a status; one without words of its own reads as 400."""
    return NO_WORDS.get(status, NO_WORDS[400])
