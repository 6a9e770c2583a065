"""What a Word template may show: every place of the bulletin and of the notice, and what it means."""

from collections.abc import Mapping

from dbcheck.errors import Message

BULLETIN, NOTICE = "bulletin.docx", "notice.docx"
_SHARED: Mapping[str, Message] = {
    "basis": Message("依据的标准,名称和编号", "the standards, with title and number"),
    "documents": Message("依据的标准,逐份:number、title", "the standards one by one: number, title"),
    "as_of": Message("审计时点的日期", "the day of the audit"),
    "profile": Message("适用方案,没有则为空", "the profile, empty without one"),
    "coverage": Message(
        "各标准的条款由谁判定:机器、疑点、人工、说明、只计量", "how the clauses of each standard are verified"
    ),
    "redacted": Message("个人信息是否已遮盖", "whether personal data is masked"),
    "version": Message("dbcheck 的版本", "the release of dbcheck"),
}
_FINDING = Message(
    "number、site、clause、problem、description、record、limit、taken、timing、evidence、points、veto",
    "number, site, clause, problem, description, record, limit, taken, timing, evidence, points, veto",
)
_CLAUSE = Message(
    "number、clause、requirement、judged、failed、suspected、units、example",
    "number, clause, requirement, judged, failed, suspected, units, example",
)


def _list(said: Message, of: Message) -> Message:
    return Message(f"{said.zh},逐项:{of.zh}", f"{said.en}; of each: {of.en}")


def _counted(name: str, said: Message) -> dict[str, Message]:
    return {
        name: _list(said, _FINDING),
        f"{name}_total": Message(f"{said.zh}的总数", f"how many of them there are: {said.en}"),
        f"{name}_hidden": Message(f"{said.zh}中没有列出的数目", f"how many of them are not listed: {said.en}"),
    }


PLACES: Mapping[str, Mapping[str, Message]] = {
    BULLETIN: {
        **_SHARED,
        "records_read": Message("读取的记录数", "records that were read"),
        "records_rejected": Message("其中整行剔除的", "records left out because they could not be read"),
        "rules_total": Message("规则总数", "all rules"),
        "rules_passed": Message("符合的规则数", "rules that passed"),
        "rules_failed": Message("不符合的规则数", "rules that failed"),
        "rules_suspect": Message("疑似不符合的规则数", "rules with suspicions only"),
        "rules_open": Message("未能判定、待人工核查或出错的规则数", "rules undetermined, waiting for a person, or broken"),
        "rules_other": Message("其余规则数", "all other rules"),
        "violations": Message("违反的处数", "violations"),
        "advisories": Message("建议的处数", "advisories"),
        "suspicions": Message("疑似的处数", "suspicions"),
        "waived": Message("豁免与误报的处数", "findings that are waived or false alarms"),
        "unassigned": Message("未能确定责任单位的处数", "findings of which no responsible unit is known"),
        "units_total": Message("有违反的单位数", "units with violations"),
        "units": _list(
            Message("各单位(问题多的在前)", "the units, those with most violations first"),
            Message(
                "number、name、violations、advisories、suspicions、total",
                "number, name, violations, advisories, suspicions, total",
            ),
        ),
        "clauses": _list(Message("不符合或疑似的条款", "the clauses that failed or are suspect"), _CLAUSE),
        "worst": _list(Message("不符合最多的条款", "the clauses with most failures"), _CLAUSE),
    },
    NOTICE: {
        **_SHARED,
        "unit": Message("责任单位名称", "the name of the unit"),
        "deadline": Message(
            "台账为该单位全部问题写的同一整改时限,否则为空",
            "the one day by which a ledger wants all of it mended, else empty",
        ),
        **_counted("problems", Message("违反", "violations")),
        **_counted("advisories", Message("建议", "advisories")),
        **_counted("suspicions", Message("疑似", "suspicions")),
    },
}
TEMPLATES = tuple(PLACES)
