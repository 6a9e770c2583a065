"""What is planted in the letters: the phrases, and the share of rows that each case gets."""

from collections.abc import Mapping
from datetime import date

PACK = "DB23T3649.10"
AS_OF = date(2025, 6, 30)
IN_FORCE = date(2023, 12, 29)
URGED_WITHIN = 10  # working days since receipt: the limit for the answer, and as many of grace for whoever must urge it
CHUNK = 100_000  # rows of a chunk and of a row group
LONG = ("content", "reply_content", "published_text", "title", "reject_reason", "interim_reason", "id", "author_contact")
BLANK = "\u3000\u3000"
DAY = 86_400

GREETING, CLOSING = "您好，来信收悉。", "感谢您的支持。"
CURT = "您好，水管换新。"
PERFUNCTORY = "您好，您反映的问题已转有关部门处理，请耐心等待，感谢您的理解与支持。"
CITATION, BROKEN_CITATION = "依照《黑龙江省信访条例》第十二条办理。", "依照《黑龙江省信访条例第十二条办理。"
EXPLANATION = "由于资金尚未到位，"
UNCLEAR = "时间、地点和单位都已写明，电话也留了。"
SURNAMES = ("欧阳", "诸葛", "尉迟", "慕容")
GIVEN = ("铁柱", "翠花", "建国", "桂兰", "志强", "淑珍")
OFFICES = tuple(
    f"松岭市{name}局" for name in ("教育", "民政", "财政", "住建", "交通", "水务", "农业农村", "文旅", "卫健", "应急")
)
# A text may hold these only where it is put: none of their characters is in the alphabet.
PHRASES = (
    GREETING, CLOSING, CURT, PERFUNCTORY, CITATION, EXPLANATION, UNCLEAR, *SURNAMES, *GIVEN, *OFFICES,
    "回复如下因根据依据目前暂咨询联系反映受理部门尽快研究高度重视知悉知道了无可奉告请拨打到现场窗口",
    "省市区县镇乡村街道路巷弄号栋幢楼单元室小区家园花苑名叫先生女士姓住址手机身份证银行卡账户密码微信",
)  # fmt: skip

SCOPE_RULES: Mapping[str, tuple[str, ...]] = {
    "development": ("4.4a", "5.3.1b"),
    "official_conduct": ("4.4b",),
    "public_service_entity": ("4.4c",),
    "statutory_duty": ("4.4d",),
    "policy_inquiry": ("4.4e",),
    "provincial_policy": ("5.3.1a",),
    "administrative_unit": ("5.3.1c",),
    "staff_conduct": ("5.3.1d",),
    "livelihood": ("5.3.1e",),
    "other_lawful": ("5.3.1f",),
}
SCOPES = tuple(SCOPE_RULES)
KINDS = ("consultation", "suggestion", "complaint", "help", "other")
REASONS = ("legal_procedure", "unclear", "in_process_or_closed", "internal_admin", "out_of_scope", "other")

# Shares of rows; the first name takes the rest.
HANDLING = {"answered": 0.0, "rejected": 0.08, "open": 0.06, "complex": 0.05}
ERA = {"in_force": 0.0, "before": 0.02, "after": 0.003}
REPLY_DATE = {"in_time": 0.0, "last_second": 0.06, "late": 0.06, "late_by_a_moment": 0.01}
REPLY_TEXT = {
    "proper": 0.0, "cites": 0.05, "cites_badly": 0.01, "explains": 0.04, "does_not_explain": 0.01,
    "no_greeting": 0.01, "curt": 0.005, "perfunctory": 0.02, "endless": 0.0002,
}  # fmt: skip
PUBLICATION = {
    "hidden": 0.0, "clean": 0.36, "by_rule": 0.02, "against_wish": 0.01, "against_wish_blank": 0.005, "unfit": 0.01,
    "accusation": 0.01, "no_title": 0.005, "no_office": 0.005, "no_answer": 0.005, "no_date": 0.003
}  # fmt: skip
SECRECY = {"none": 0.0, "unfit_told": 0.05, "unfit_untold": 0.01, "accusation": 0.04, "unwilling": 0.1}
LEAK = {
    "none": 0.0, "resident_id": 0.01, "wide_resident_id": 0.003, "mobile": 0.02, "wide_mobile": 0.003, "bank_card": 0.005,
    "author": 0.005, "wrong_id": 0.02, "wrong_card": 0.02, "masked_mobile": 0.02, "masked_id": 0.02,
    "twelve_digits": 0.02, "id_and_digit": 0.02,
}  # fmt: skip
LEAKS = ("resident_id", "wide_resident_id", "mobile", "wide_mobile", "bank_card", "author")
REJECTION = {
    "clean": 0.0,
    "no_reason": 0.06,
    "no_code": 0.04,
    "clear_enough": 0.06,
    "wrong_duplicate": 0.06,
    "in_scope": 0.3,
}
