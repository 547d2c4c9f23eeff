"""What a story expects of surveys, of stories of loans, of papers, and of complaints."""

from cairong.complaints.models import Complaint
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.vocabulary import expectation
from cairong.lending.models import Lookup
from cairong.papers.models import Paper
from cairong.papers.reads import readers_of
from cairong.spreading.models import CaseStory, Survey
from cairong.spreading.reads import results_of
from cairong.spreading.stories import missing_consents, told_facts


@expectation(
    example="of: 投诉, state: settled, outcome: upheld, upper: regulator",
    state=str,
    outcome=str,
    upper=str,
)
def expect_complaint(_: Stage, *, of: Complaint) -> dict[str, object]:
    """一份投诉的状态、结论(outcome)和上级部门(upper)。"""
    return {"state": of.state, "outcome": of.outcome, "upper": of.upper_role}


@expectation(
    example="of: 查询, state: answered, result: met, value: 未列入, readings: 1",
    state=str,
    result=str,
    value=str,
    readings=int,
)
def expect_lookup(_: Stage, *, of: Lookup) -> dict[str, object]:
    """一次外部数据查询的状态、结果(result)和查到的内容(value),供应商看得到几次查到。"""
    rows = Lookup.objects.filter(application=of.application, state="answered")
    return {"state": of.state, "result": of.result, "value": of.value, "readings": rows.count()}


@expectation(example="of: 材料, state: handed, readers: 1", state=str, readers=int)
def expect_paper(_: Stage, *, of: Paper) -> dict[str, object]:
    """一份材料的状态,和有几家别的单位打开过。"""
    return {"state": of.state, "readers": len(readers_of(of))}


@expectation(
    example="of: 问卷, state: published, link: 2, paper: 1, yes: 1",
    state=str,
    link=int,
    paper=int,
    yes=int,
    words=int,
    compared=str,
)
def expect_survey(_: Stage, *, of: Survey) -> dict[str, object]:
    """一份问卷:状态,网上、纸质各几份,第一题答「是」的几份,还留着几份文字,第一题和哪一份问卷比。"""
    found = results_of(of)
    first = found.asked[0]
    return {
        "state": of.state,
        "link": found.by_way["link"],
        "paper": found.by_way["paper"],
        "yes": first.shares[0].count,
        "words": sum(len(each.words) for each in found.asked),
        "compared": first.compared,
    }


@expectation(
    example="of: 案例, state: published, missing: '', days: 7, amount_yuan: 300000",
    state=str,
    missing=str,
    days=int,
    amount_yuan=int,
)
def expect_case_story(_: Stage, *, of: CaseStory) -> dict[str, object]:
    """一个典型案例:状态,还缺谁对现在这份文字的同意,从意向到放款几天,本金多少元。"""
    of.refresh_from_db()
    facts = told_facts(of)
    return {
        "state": of.state,
        "missing": "、".join(missing_consents(of)),
        "days": facts["days"],
        "amount_yuan": facts["amount_fen"],
    }
