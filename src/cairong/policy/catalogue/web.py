"""Sentences of the doors: addresses, lists, bodies, sign-in."""

SENTENCES: dict[str, str] = {
    "access.session_ended": "登录已经失效(已退出、密码已改,或在别处被结束)。请重新登录。",
    "access.mandate_ended": "这项授权已经结束,或单位已停用。请重新登录,换一项授权,或联系本单位管理员。",
    "doors.token": "表单的请求号「{value}」不完整。请重新打开这一页再填。",
    "doors.query_too_long": "网址里的条件有 {length} 字节,最多 {most} 字节。请减少筛选条件。",
    "doors.method": "这个地址不接受 {method} 请求,只接受:{choices}。请改用其中之一。",
    "doors.filter": "筛选条件「{field}」的值「{value}」看不懂。请改正,或按「重置」。",
    "lists.page": "页码「{value}」不对,显示第 1 页。页码是 1 到 999999 的整数。",
    "lists.sort": "不能按「{value}」排序,按原来的次序显示。可以按:{field}。",
    "lists.filter": "筛选条件「{field}」的值「{value}」看不懂,没有按它筛选。请改正,或按「重置」。",
    "doors.body_too_large": "请求内容太大,最多 {most} 字节。请拆成几次发送。",
    "doors.upload_not_taken": "这里的文件不能超过 {most} KB,没有收下。请核对是不是选错了文件或地址。",
    "doors.upload_too_large": "文件超过 {most} MB,没有收下。请分成几份再上传。",
    "doors.body_slow": "内容传得太慢,没有收完,什么也没有办。请换个网络,再提交一次。",
    "doors.body_unmeasured": "请求没有写明内容的长度(Content-Length),没有收下。请写明后再发送。",
    "doors.nested": "JSON 嵌套超过 {most} 层。请改成平一些的结构。",
    "doors.too_often": "请求太频繁,请在 {wait}后再试。",
    "parties.no_city_yet": "平台还没有开通城市。请运维人员先运行 cairong init。",
}  # fmt: skip
