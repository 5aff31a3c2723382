"""What `make same` takes for a difference, and what it does not."""

from pathlib import Path

from same_compare import Recording, differences, document, read
from same_pictures import differing as differing_pictures

PAGE = '<main class="wide"><h1>Zeven clusters</h1>\n  <p>Met <b>355</b> gemeenten.</p></main>'
CSV = "text/csv; charset=utf-8"


def record_page(folder: Path, body: str, kind: str = "text/html", path: str = "/") -> Recording:
    recording = Recording(folder)
    recording.add(f"stranger {path}", 200, {"Content-Type": kind}, body.encode())
    recording.write("index-nl")
    return read(folder)


def differing(folder: Path, before: str, after: str, kind: str = "text/html") -> list[str]:
    pair = (record_page(folder / name, body, kind) for name, body in (("a", before), ("b", after)))
    return [line for lines in differences(*pair).values() for line in lines]


def test_a_page_as_it_was_does_not_differ(tmp_path: Path) -> None:
    assert differing(tmp_path, PAGE, PAGE) == []


def test_a_changed_word_is_found_and_shown(tmp_path: Path) -> None:
    lines = differing(tmp_path, PAGE, PAGE.replace("Zeven", "Acht"))
    assert lines[1:] == [" <h1>", "-Zeven clusters", "+Acht clusters", " </h1>"]


def test_a_changed_number_in_a_table_is_found(tmp_path: Path) -> None:
    assert "+Delft,2" in differing(tmp_path, "naam,n\nDelft,1\n", "naam,n\nDelft,2\n", CSV)


def test_a_changed_status_and_attribute_are_found(tmp_path: Path) -> None:
    assert differing(tmp_path, '<a href="/a/">A</a>', '<a href="/b/">A</a>') != []
    other = Recording(tmp_path / "c")
    other.add("stranger /", 404, {"Content-Type": "text/html"}, PAGE.encode())
    assert "-status: 200" in differences(record_page(tmp_path / "d", PAGE), other)["stranger /"]


def test_an_address_that_one_side_lacks_is_found(tmp_path: Path) -> None:
    before, after = (
        record_page(tmp_path / "a", PAGE),
        record_page(tmp_path / "b", PAGE, path="/en/"),
    )
    assert differences(before, after) == {
        "stranger /": ["only before"],
        "stranger /en/": ["only after"],
    }


def test_classes_white_space_and_addresses_of_assets_do_not_count() -> None:
    before = (
        '<link href="/static/a.123.css"><p class="x" id="y">Een   <b>twee</b>\n</p> <p>drie</p>'
    )
    two = '<link href="/static/b.css"><p id="y" class="z q">\nEen<b> twee</b></p><p>drie</p>'
    assert document(before) == document(two)


def test_a_space_between_words_counts_whichever_tags_stand_there() -> None:
    assert document("<p>een <b>twee</b></p>") != document("<p>een<b>twee</b></p>")
    assert document("<td>een</td> <td>twee</td>") == document("<td>een</td><td>twee</td>")


def test_lines_of_what_is_preformatted_count() -> None:
    assert document("<pre>a\nb</pre>") != document("<pre>a b</pre>")


def test_spaces_in_the_data_of_a_page_do_not_count_and_its_numbers_do() -> None:
    script = '<script type="application/json">{}</script>'
    first, two, three = (
        document(script.format(data)) for data in ('{"a":1}', '{"a": 1}', '{"a":2}')
    )
    assert first == two
    assert first != three


def test_random_ids_and_parts_of_a_second_do_not_count(tmp_path: Path) -> None:
    before = (
        '{"id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "at": "2026-11-03T10:00:00.000123+01:00"}'
    )
    two = '{"id": "00000000-4f89-41d3-9a0c-0305e82c3301", "at": "2026-11-03T10:00:00.000456+01:00"}'
    assert differing(tmp_path, before, two, "application/json") == []


def test_a_picture_that_one_side_lacks_is_found(tmp_path: Path) -> None:
    for name, pictures in {"a": ("home", "data"), "b": ("home",)}.items():
        (tmp_path / name / "pictures").mkdir(parents=True)
        for picture in pictures:
            (tmp_path / name / "pictures" / f"{picture}.png").write_bytes(b"the same")
    assert differing_pictures(tmp_path / "a", tmp_path / "b") == {"data.png": "only before"}
