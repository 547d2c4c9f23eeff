"""Sentences about papers (材料)."""

CLAUSE, CHECK = "二(四)-2", "二(五)-2"
SENTENCES: dict[str, str] = {
    "papers.empty": "没有选择文件,或者文件是空的。请选择一份 PDF、OFD、Word、Excel 文件,或拍好的照片。",
    "papers.kind": "这个文件不是 PDF、OFD、Word(.docx)、Excel(.xlsx)或照片(JPEG、PNG、WebP),没有保存。请另存为 PDF 再上传;改后缀名不算。",
    "papers.several": "几份文件一起上传时只能都是照片(会合成一份 PDF)。其他文件请一份一份上传。",
    "papers.too_many": "照片超过 {most} 张,没有保存。请分几份上传,或扫描成一份 PDF。",
    "papers.too_large": "文件超过 {most} MB,没有保存。请压缩图片,或把材料分成几份。",
    "papers.busy": "现在同时上传的人太多,没有保存。请过一分钟再上传一次。",
    "papers.broken": "文件打不开,可能没有传完整或已经损坏,没有保存。请在自己的电脑上打开确认,再上传一次。",
    "papers.locked": "文件有打开密码,没有保存。请去掉密码再上传。",
    "papers.pages": "PDF 没有页,或超过 300 页,没有保存。请分成几份。",
    "papers.programs": "文件里带有脚本、宏或程序,没有保存。请另存为不带宏的文件,或打印成 PDF。",
    "papers.two_kinds": "文件同时是 PDF 和压缩包,不同软件打开会看到不同内容,没有保存。请重新生成 PDF。",
    "papers.bomb": "文件展开后太大或处理时间太长,没有保存。请另存为普通的 PDF 再上传。",
    "papers.scanner_away": "查毒服务现在没有应答,为安全没有保存。请过几分钟再上传;一直这样的,请联系平台运维。",
    "papers.infected": "查毒发现文件含有「{what}」,没有保存。请查杀自己的电脑,重新生成文件。",
    "papers.purpose": "「{value}」不是这里可以上传的材料。请从列表里选择材料的种类。",
    "papers.day_full": "本单位最近一天上传的材料已接近 {most} MB 的上限,这一份没有保存。请明天再传,或压缩后再传。",
    "papers.invoice_used": "发票号码「{number}」已经用在{where},同一张发票只能提交一次。请核对发票;确属本单位另一份材料的,先撤下那一份。",
    "papers.invoice_number": "发票号码「{value}」不对:数电票是 20 位数字,以前的发票写发票代码和号码连在一起的 18 或 20 位数字。请照发票填写。",
    "papers.twice": "这份文件已经作为「{name}」上传过({at:moment}),不用再传。",
    "papers.ended": "材料已提交或撤下,不能这样改。请打开材料看现在的状态。",
    "papers.unsaid": "材料由保管它的单位自己上传、提交和撤下,数据库没有看到,没有保存。",
    "papers.whole": "材料的内容记录不完整,没有保存。请重新上传。",
    "papers.damaged": "材料「{name}」的文件不在了或与提交时不一致,没有交出。请联系平台运维从备份恢复。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "papers_content_whole": ("Invalid", "papers.whole", CLAUSE),
    "papers_paper_once": ("Conflict", "conflict.busy", ""),
    "papers_invoice_once": ("Conflict", "conflict.busy", ""),
    "papers_paper_moments": ("Conflict", "papers.ended", CLAUSE),
    "papers_steps": ("WrongState", "papers.ended", CLAUSE),
    "papers_unsaid": ("NotAllowed", "papers.unsaid", CLAUSE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "papers.paper.kept": ("上传{purpose}「{name}」", ""),
    "papers.paper.handed": ("提交{purpose}「{name}」", ""),
    "papers.paper.withdrawn": ("撤下{purpose}「{name}」", ""),
}
