"""What ended without its day having passed is called 已失效; an institution too can step back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lending", "0003_bound_at_signing")]
    operations = [
        migrations.AlterField(
            "intent",
            "state",
            models.CharField(
                choices=[
                    ("open", "征询中"),
                    ("offered", "有报价"),
                    ("chosen", "已选定报价"),
                    ("financed", "已放款"),
                    ("closed", "无机构承接"),
                    ("withdrawn", "已撤回"),
                    ("lapsed", "已失效"),
                ],
                default="open",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            "application",
            "state",
            models.CharField(
                choices=[
                    ("submitted", "待确认材料"),
                    ("complete", "审批中"),
                    ("approved", "已报价"),
                    ("accepted", "报价已接受"),
                    ("rejected", "未通过"),
                    ("declined", "供应商谢绝"),
                    ("fallen", "供应商已选他家"),
                    ("withdrawn", "已撤回"),
                    ("lapsed", "已失效"),
                ],
                default="submitted",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            "offer",
            "state",
            models.CharField(
                choices=[
                    ("offered", "待供应商选择"),
                    ("accepted", "已接受"),
                    ("locking", "锁定办理中"),
                    ("conditions_met", "条件已齐、待放款"),
                    ("drawn", "已放款"),
                    ("declined", "已谢绝"),
                    ("fallen", "已选他家"),
                    ("lapsed", "已失效"),
                    ("withdrawn", "已撤回"),
                ],
                default="offered",
                max_length=16,
            ),
        ),
    ]
