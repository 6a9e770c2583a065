import pytest

from dbcheck.reports.places import Places, shared_folder, short_names


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        ([], ""),
        (["导出/a.csv"], ""),
        (["导出/a.csv", "导出/b.csv"], "导出/"),
        (["导出/x/a.csv", "导出/y/b.csv"], "导出/"),
        (["导出/x/a.csv", "导出/x/y/b.csv"], "导出/x/"),
        (["导出1/a.csv", "导出2/b.csv"], ""),
        (["导出/a.csv", "b.csv"], ""),
        (["x/y/a.csv", "z/y/b.csv"], ""),
    ],
)
def test_the_folder_that_holds_every_file_is_told_once(paths: list[str], folder: str) -> None:
    assert shared_folder(paths) == folder


def test_a_file_is_named_by_its_last_part_unless_two_share_it() -> None:
    assert dict(short_names(["a/x.csv", "b/x.csv", "b/y.csv"])) == {
        "a/x.csv": "a/x.csv",
        "b/x.csv": "b/x.csv",
        "b/y.csv": "y.csv",
    }


def test_a_place_is_file_and_row_and_nothing_for_a_group() -> None:
    places = Places(short_names(["a/x.csv", "a/y.csv"]), "zh")
    assert places.say("a/x.csv", 3) == "x.csv:3"
    assert places.say("a/x.csv", None) == "x.csv"
    assert places.say(None, None) == ""


def test_with_one_file_the_row_says_all() -> None:
    assert Places(short_names(["a/x.csv"]), "zh").say("a/x.csv", 3) == "第3行"
    assert Places(short_names(["a/x.csv"]), "en").say("a/x.csv", 3) == "row 3"
    assert Places(short_names(["a/x.csv"]), "en").say("elsewhere.csv", 3) == "elsewhere.csv:3"
