"""What a product can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each

OFFICER = (Role.INSTITUTION_OFFICER,)
STANDING = ("published", "suspended")

PRODUCT = StateTable(
    "products.Product",
    "产品",
    {
        "published": State(word="在架", shape="done", obligation="二(一)-4"),
        "suspended": State(
            word="暂停受理",
            shape="wait",
            holder=Role.INSTITUTION_OFFICER,
            awaits="恢复或下架",
            obligation="二(一)-2",
        ),
        "retired": State(word="已下架", shape="stop"),
    },
    {
        **from_each(STANDING, "publish", Step("published", "发布新版本", OFFICER)),
        ("published", "suspend"): Step("suspended", "暂停受理", OFFICER),
        ("suspended", "resume"): Step("published", "恢复受理", OFFICER),
        **from_each(STANDING, "retire", Step("retired", "下架", OFFICER)),
    },
)
