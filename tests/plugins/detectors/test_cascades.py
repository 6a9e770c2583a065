"""The expressions of every detector let through each text in which its plain search finds something."""

import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.plugins.detectors import DETECTORS
from dbcheck.plugins.detectors.detector import Detector, Terms
from dbcheck.plugins.detectors.witness import Witness

REAL = Path(__file__).parents[4] / "shared/data/real/letters_hunan_wenzheng.csv"
TERMS = Terms(min_chars=3, max_chars=5_000, has_any=("收悉", "电话"), threshold=0.95)
PIECES = [
    "网友您好!",
    "您的留言已收悉。",
    "您反映的问题",
    "已转交甲市城市管理局",
    "调查处理。",
    "感谢您的支持!",
    "2024年5月6日",
    "有关部门",
    "我们高度重视",
    "请您谅解",
    "祝您生活愉快",
    "此复",
    "“赵小禾”网友",
    "UU008123",
    "13800000000",
    "１３８００００００００",
    "138-0000-0000",
    "138\u30000000\u30000000",
    "110101190003070010",
    "110101 19000307 0010",
    "１１０１０１１９０００３０７００１０",
    "6222020000000000000",
    "6222 0200 0000 0000 000",
    "银行卡4111111111111111",
    "卡号4111 1111 1111 1111",
    "0450-8123456",
    "xiaohe@example.com",
    "ａ＠example.com",
    "13800000001",
    "138－0000－0000",
    "+86 13800000000",
    "0086-13800000000",
    "11010119000307001Ｘ",
    "11010519491231002x",
    "110105194912310021",
    "110105－19491231－002X",
    "6222020000000000001",
    "6222020000000000000 2020",
    "4111111111111111 202",
    "www.jia.example/",
    ".",
    "-",
    "*",
    "“甲乙丙丁。戊己庚辛，壬癸子丑”",
    "欢迎随时来访",
    "3栋2单元1201",
    "３栋２单元１２０１",
    "乙街18号丁香小区1203室",
    "赵小禾",
    "根据《甲省物业管理条例",
    "》",
    "《》",
    "根据第四十二条规定",
    "第零条",
    "第二千条",
    "第2000条",
    "第三十十条",
    "机密★10年",
    "密级:秘密",
    "内部资料 注意保存",
    "专业代开发票",
    "加微信abc12345",
    "优惠",
    "厂家直销",
    "包邮",
    "https://item.taobao.com/x",
    "HTTPS://DETAIL.TMALL.COM/x",
    "ＱＱ12345678",
    "王八蛋",
    "你们都是废物",
    "傻逼",
    "路灯坏了",
    "加装电梯补贴",
    "粮食播种面积",
    "农机具检修",
    "气象台发布墒情预报",
    "请问业主向哪个单位提交材料",
    "😀",
    "\u202e",
    "\u200b",
    "\u3000",
    " ",
    "\n",
    "。",
    "，",
    "a",
    "9",
    "９",
    "第",
    "条",
    "号",
    "室",
    "@",
    "(",
    "]",
]
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
OTHER = st.none() | st.sampled_from(["赵小禾", "王芳"]) | TEXT


def written(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def fires(detector: Detector, texts: pl.DataFrame) -> list[bool]:
    """Judge as an audit does: cheap conditions on all rows, then the search in what remains."""
    witness, rows = Witness(detector, TERMS), texts.with_row_index("at")
    for condition in detector.may_fire(pl.col("text"), pl.col("compare"), TERMS):
        rows = rows.filter(condition)
    found = set(rows.filter(witness.fires(rows.select("text", "compare")))["at"])
    return [at in found for at in range(texts.height)]


def lets_through(detector: Detector, text: str, compare: str | None) -> bool:
    frame = pl.DataFrame({"text": [text], "compare": [compare]}, schema={"text": pl.String, "compare": pl.String})
    for condition in detector.may_fire(pl.col("text"), pl.col("compare"), TERMS):
        told = frame.select(condition)
        assert told.item() is not None, "a condition is never null"
        if not told.item():
            return False
    return True


@pytest.mark.parametrize("name", sorted(DETECTORS))
@settings(max_examples=120, deadline=None)
@given(text=TEXT, compare=OTHER)
def test_no_hit_is_lost_by_the_cheap_conditions(name: str, text: str, compare: str | None) -> None:
    text, compare = written(text), compare and written(compare)
    detector = DETECTORS[name]
    hits = detector.find(text, compare, TERMS)
    if hits and text.strip():
        assert lets_through(detector, text, compare)
    assert all(0 <= hit.start <= hit.end <= len(text) and hit.kind in detector.labels for hit in hits)
    if detector.is_settled and text.strip():
        assert bool(hits) == lets_through(detector, text, compare)


ROWS = st.lists(st.tuples(TEXT, OTHER), max_size=6)


@pytest.mark.parametrize("name", sorted(DETECTORS))
@settings(max_examples=30, deadline=None)
@given(rows=ROWS)
def test_a_batch_is_judged_as_its_texts_are_one_by_one(name: str, rows: list[tuple[str, str | None]]) -> None:
    filled = [(written(text), other and written(other)) for text, other in rows if written(text).strip()]
    texts = pl.DataFrame(filled * 2, schema={"text": pl.String, "compare": pl.String}, orient="row")
    detector = DETECTORS[name]
    assert fires(detector, texts) == [bool(detector.find(text, other, TERMS)) for text, other in texts.rows()]


HOSTILE = {
    "digits": "1380000000" * 100_000,
    "ats": "@" * 500_000,
    "brackets": "《" * 200_000,
    "mailbox": "a" * 500_000 + "@",
    "chinese": "已转有关部门处理感谢您的支持第条根据" * 20_000,
    "spaces": "\u3000" * 400_000 + "收",
    "emoji": "👨‍👩‍👧‍👦" * 50_000,
    "citations": "根据第一" * 100_000 + "条",
    "houses": "3栋2单元" * 80_000,
    "stars": "机密 " * 200_000,
}


@pytest.mark.parametrize("name", sorted(DETECTORS))
@pytest.mark.parametrize("cell", sorted(HOSTILE))
def test_a_cell_of_a_megabyte_is_searched_in_bounded_time(name: str, cell: str) -> None:
    text, detector = HOSTILE[cell], DETECTORS[name]
    started = time.perf_counter()
    hits = detector.find(text, text[::-1], TERMS)
    through = lets_through(detector, text, text[::-1])
    assert time.perf_counter() - started < 20
    assert through or not hits


@pytest.mark.skipif(not REAL.exists(), reason="the real letters are not part of the project")
@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_on_real_letters_both_ways_find_the_same(name: str) -> None:
    detector = DETECTORS[name]
    letters = (
        pl.read_csv(REAL, infer_schema=False).select(text="答复意见", compare="留言详情").with_row_index("at").head(500)
    )
    wanted = [at for at, text, compare in letters.iter_rows() if detector.find(text, compare, TERMS)]
    survivors = letters
    for condition in detector.may_fire(pl.col("text"), pl.col("compare"), TERMS):
        survivors = survivors.filter(condition)
    assert set(wanted) <= set(survivors["at"])
    assert [at for at, text, compare in survivors.iter_rows() if detector.find(text, compare, TERMS)] == wanted
