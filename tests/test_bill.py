"""The packages that deelgenoot leans on: all are listed, and their licences are looked at."""

import bill
import pytest


@pytest.mark.parametrize(
    ("name", "terms", "is_allowed"),
    [
        ("a", "MIT", True),
        ("a", "MIT AND BSD-3-Clause", True),
        ("a", "(MIT) AND (GPL-3.0-only OR Apache-2.0)", True),
        ("a", "MIT AND AGPL-3.0-only", False),
        ("a", "GPL-3.0-only", False),
        ("a", "", False),
        ("psycopg", "LGPL-3.0-only", True),
        ("psycopg", "AGPL-3.0-only", False),
    ],
)
def test_a_licence_is_allowed_when_all_of_it_is_on_the_list(
    name: str, terms: str, is_allowed: bool
) -> None:
    assert bill.is_allowed(name, terms) == is_allowed


def test_what_an_extra_asks_for_is_looked_at_too_and_once() -> None:
    names = [one.name.lower() for one in bill.walk_packages("deelgenoot")]
    assert {"django", "asgiref", "polars", "pyrage", "numpy"} <= set(names)
    assert len(names) == len(set(names))


def test_a_package_that_is_not_on_the_list_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bill.check_licences() == 0
    monkeypatch.setattr(bill, "ALLOWED", bill.ALLOWED - {"0BSD"})
    assert bill.check_licences() == 1
    assert capsys.readouterr().out.startswith("numpy: its licence 'BSD-3-Clause AND 0BSD")
