"""What a comparison of alike loans says of a group."""

SENTENCES = {
    "oversight.unlike_prices": "条件相同的报价配成{pairs}对,其中{dearer}对这一组更贵,中间一对贵{middle}个基点,"
    "纯属偶然的机会{chance}。这是迹象,不是证明:请打开各对报价,请机构说明理由。",
}
