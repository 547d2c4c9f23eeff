"""The frames around the style guide's pages."""

from cairong.web.parts import MenuGroup, MenuItem, Seat, Shell

SECTIONS = (
    ("type", "字与色"),
    ("status", "状态"),
    ("money", "金额"),
    ("deadline", "期限"),
    ("ball", "谁经办"),
    ("case", "步骤与时间线"),
    ("why", "为什么"),
    ("notice", "提示"),
    ("table", "列表"),
    ("form", "表单"),
    ("two", "两人办理"),
    ("chart", "图与表"),
)


def desk() -> Shell:
    """Make the frame of an institution's officer with two mandates."""
    return Shell(
        city="洛阳市",
        person="李文静",
        organisation="甲银行股份有限公司洛阳分行",
        role="金融机构经办",
        find_href="#table",
        demo=True,
        seats=(
            Seat(
                mandate_id="1",
                organisation="甲银行股份有限公司洛阳分行",
                role="金融机构经办",
                current=True,
            ),
            Seat(mandate_id="2", organisation="甲银行洛阳涧西支行", role="金融机构复核"),
        ),
        menu=(
            MenuGroup(
                items=(
                    MenuItem(word="待办", href="#deadline", count=7, alert=True, current=True),
                    MenuItem(word="已办", href="#table"),
                    MenuItem(word="我发起的", href="#ball", count=3),
                )
            ),
            MenuGroup(
                word="融资",
                items=(
                    MenuItem(word="意向", href="#form", count=12),
                    MenuItem(word="贷款", href="#table"),
                    MenuItem(word="产品", href="#form"),
                ),
            ),
            MenuGroup(
                word="样式",
                items=tuple(MenuItem(word=word, href=f"#{key}") for key, word in SECTIONS),
            ),
        ),
    )


def supplier() -> Shell:
    """Make the frame of a supplier's phone."""
    return Shell(
        city="洛阳市",
        person="王建国",
        organisation="洛阳森河家具有限公司",
        role="供应商",
        demo=True,
        menu=(
            MenuGroup(
                items=(
                    MenuItem(word="首页", href="/styleguide/phone/", current=True),
                    MenuItem(word="合同", href="/contracts/"),
                    MenuItem(word="融资", href="/supermarket/"),
                    MenuItem(word="消息", href="/policy/", count=2),
                )
            ),
        ),
    )
