"""Jump from the head of any desk to a record, by its number or by a name."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.search import found_by
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Row, Table

MOST = 10
COLUMNS = (
    Column(key="title", word="名称"),
    Column(key="sort", word="类别"),
    Column(key="no", word="编号", kind="code"),
    Column(key="who", word="单位"),
    Column(key="state", word="状态", kind="status"),
)
HEAD = {
    "title": "查找",
    "lead": f"输入编号直接打开那一件;输入名称,每类最多列 {MOST} 件,写得更完整可以缩小范围。",
}
EMPTY = Empty(text="没有找到。请核对编号或名称;只能找到您有权限查看的事项。")
BEGIN = Empty(
    text="可以查找合同、中标(成交)记录、融资意向、贷款、支付凭证的编号,或项目、单位名称。"
)


class JumpForm(PageForm):
    """What somebody looks for."""

    words = forms.CharField(label="编号或名称", required=False, min_length=2, max_length=60)


@require_safe
@page()
def jump(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Open the one record of a number or name; list them where there are several."""
    form = filters(request, JumpForm)
    words = form.cleaned_data["words"]
    hits = found_by(actor, words, most=MOST) if words else []
    if len(hits) == 1:
        return redirect("find", hits[0].id)
    table = Table(
        caption="找到的事项",
        heading=False,
        columns=COLUMNS,
        rows=[Row(cells=vars(hit), href=reverse("find", args=[hit.id])) for hit in hits],
        empty=EMPTY if words else BEGIN,
        filters=form,
    )
    return draw(request, actor, "lists/list.html", {"page": HEAD, "table": table})
