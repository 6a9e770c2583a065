"""YAML with positions, and what a pack may not hold."""

import pytest

from dbcheck.rules.yaml_marks import MAX_DEPTH, read_marked


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("5.10", 5.10),
        ("5", 5),
        ("-3", -3),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("'5'", "5"),
        ('"true"', "true"),
        ("4.1.1", "4.1.1"),
        ("封面", "封面"),
        ("|-\n  on", "on"),
        ("y", "y"),
    ],
)
def test_scalars_have_the_types_of_yaml_1_2(source: str, value: object) -> None:
    marked = read_marked(f"a: {source}\n".encode())
    assert (marked.value, type(marked.value["a"]), marked.slips) == ({"a": value}, type(value), ())


@pytest.mark.parametrize(
    ("source", "mark", "said"),
    [
        ("a: on", (1, 4), "truth value"),
        ("a: [x, No]", (1, 8), "truth value"),
        ("a: 12:30", (1, 4), "base 60"),
        ("a: 2023-11-30", (1, 4), 'quotes: "2023-11-30"'),
        ("a: 2023-11-30 09:00", (1, 4), "quotes"),
        ("a: 010", (1, 4), "different numbers"),
        ("a: 1_000", (1, 4), "different numbers"),
        ("a: 0x1F", (1, 4), "different numbers"),
        ("a: 12345678901234567890", (1, 4), "different numbers"),
        ("a: .nan", (1, 4), "different numbers"),
        ("a: 1\nb: 2\na: 3", (3, 1), "already given in line 1"),
        ("a: {b: 1, b: {b: 2}}", (1, 11), "already given"),
        ("a: &x 1", (1, 4), "anchors"),
        ("a: *x", (1, 4), "anchors"),
        ("<<: {a: 1}", (1, 1), "merge"),
        ("a: !!python/object:os.system x", (1, 4), "tags"),
        ("5: a", (1, 1), 'quotes: "5"'),
        ("yes: a", (1, 1), "truth value"),
        ("[a, b]: c", (1, 1), "one word"),
        ("--- a\n--- b", (2, 1), "one document"),
        ("a: 'x", (1, 6), "broken YAML"),
        ("a: b: c", (1, 5), "broken YAML"),
        ("a: [1, 2\nb: 3\n", (2, 2), "broken YAML"),
        ("a: b\n键: \x07", (2, 4), "control character"),
    ],
)
def test_what_a_pack_may_not_hold_is_reported_where_it_stands(source: str, mark: tuple[int, int], said: str) -> None:
    slips = read_marked(source.encode()).slips
    assert [slip.mark for slip in slips] == [mark]
    assert said in slips[0].message.en


def test_a_file_that_is_not_utf_8_is_reported_at_the_first_byte_that_is_wrong() -> None:
    marked = read_marked("标题: 甲\n题".encode() + "乙".encode("gb18030"))
    assert [slip.mark for slip in marked.slips] == [(2, 2)]
    assert not marked.complete


def test_positions_count_characters_and_keys_have_their_own() -> None:
    marked = read_marked("外:\n  - {键: 值, 里: [1, 22]}\n".encode())
    assert marked.mark(("外", 0, "里", 1)) == (2, 19)
    assert marked.mark(("外", 0, "里"), of_key=True) == (2, 12)
    assert marked.mark(("外", 0, "没有", "的")) == (2, 5)


def test_a_byte_order_mark_is_no_text() -> None:
    assert read_marked(b"\xef\xbb\xbfa: 1").value == {"a": 1}


def test_nesting_ends_before_it_costs_anything() -> None:
    assert [slip.mark for slip in read_marked(b"[" * 500).slips] == [(1, MAX_DEPTH + 1)]
    (slip,) = read_marked(b"[" * 200_000).slips  # some versions of libyaml refuse it themselves, further in
    assert slip.mark >= (1, MAX_DEPTH + 1)


def test_many_aliases_do_not_multiply() -> None:
    lines = [
        "a0: &a0 [x, x, x, x, x, x, x, x, x]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)),
    ]
    marked = read_marked("\n".join(lines).encode())
    assert marked.value["a9"] == [None] * 9
    assert len(marked.slips) == 10 + 9 * 9
