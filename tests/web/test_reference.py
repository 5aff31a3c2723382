"""Another grouping beside ours: what is said of it, what is refused, and that nothing is kept."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from tests.web.loop import finished
from tests.web.visitor import Visitor

from deelgenoot.study import Study
from deelgenoot.typology.compare import Disagreement
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.release import Release, release
from deelgenoot_web.atlas.pages.method import reference
from deelgenoot_web.site.bodies import limit_bodies

PATH = "/methode/andere-indeling/"
TYPOLOGY = release().typology
AREAS = release().catalog.areas
GROUPS = {cluster.archetype: str(at) for at, cluster in enumerate(TYPOLOGY.clusters, start=1)}
OURS = {m.code: GROUPS[m.cluster] for m in TYPOLOGY.members.values() if m.in_study}


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def _table(groups: dict[str, str]) -> str:
    return "code;cluster\r\n" + "".join(f"{code};{group}\r\n" for code, group in groups.items())


def test_without_a_table_the_page_says_that_the_published_one_is_not_here(page: Visitor) -> None:
    soup = page(PATH)
    assert "De gepubliceerde tabel van het onderzoek hebben wij niet." in _words(soup.main)
    assert soup.select(".confusion, .differing") == []
    assert "We do not have the published table" in _words(page("/en/method/another-grouping/").main)


def test_our_own_table_agrees_fully(page: Visitor) -> None:
    own = page.client.get("/clusters/clusters.csv").content
    soup = page.post(PATH, bestand=SimpleUploadedFile("clusters.csv", own))
    assert _words(soup.select_one(".agreement")) == "ARI1,00 AMI1,00"
    assert "staan er 74 in het cluster dat past. De indelingen zijn vrijwel gelijk." in _words(soup)
    assert "Niemand." in _words(soup.select_one("section:has(#anders)"))


def test_who_differs_stands_with_the_figures_that_speak_for_our_cluster(page: Visitor) -> None:
    cluster = TYPOLOGY.clusters[0]
    code, near = cluster.members[0], cluster.nearest
    soup = page.post(PATH, tabel=_table(OURS | {code: GROUPS[near]}))
    (row,) = soup.select(".differing > li")
    assert _words(row.a) == AREAS[code].name
    assert f"in de tabel: {GROUPS[near]} (past bij {TYPOLOGY.cluster(near).name.nl})" in _words(row)
    assert "Onze cijfers liggen dichter bij Centrumstad met uitdagingen dan bij" in _words(row)
    assert len(row.select(".differing__why li")) == 2
    counts = [[_words(td) for td in tr.select("td")] for tr in soup.select(".confusion tbody tr")]
    assert counts[0][0] == f"{len(cluster.members) - 1} (hoort bij elkaar)"
    assert counts[0][-1] == str(len(cluster.members))


def test_a_group_without_a_match_and_who_is_not_in_both_are_named(page: Visitor) -> None:
    code = TYPOLOGY.clusters[0].members[0]
    some = {c: g for c, g in OURS.items() if c != TYPOLOGY.clusters[1].members[0]}
    soup = page.post(PATH, tabel=_table(some | {code: "rest", "GM0363": "1"}))
    said = _words(soup.main)
    assert "Deze groep past bij geen van onze clusters." in said
    assert "Eén gemeente van onze selectie staat niet in de tabel" in said
    assert "Eén gemeente in de tabel hoort niet bij onze selectie" in said
    assert soup.select_one('a[href="/gemeenten/amsterdam/"]')


def test_mistakes_are_named_and_the_table_stays_to_be_mended(page: Visitor) -> None:
    table = "gemeente;cluster\nGouda;1\nZutfen;2\nZeist;\n<q>;1"
    soup = page.post(PATH, status=400, tabel=table)
    assert [_words(li) for li in soup.select("#fouten li")] == [
        "Regel 3: geen gemeente gevonden met de naam of code “Zutfen”. Bedoelt u Zutphen?",
        "Regel 4: bij “Zeist” staat geen cluster.",
        "Regel 5: geen gemeente gevonden met de naam of code “<q>”.",
    ]
    assert soup.select("textarea")[0].text.strip() == table
    english = page.post("/en/method/another-grouping/", status=400, tabel=table)
    assert "Line 4: “Zeist” has no cluster." in _words(english.select_one("#fouten"))


def test_after_ten_mistakes_reading_stops(page: Visitor) -> None:
    rows = "".join(f"Nergens {n};1\n" for n in range(13))
    soup = page.post(PATH, status=400, tabel=f"code;cluster\n{rows}")
    said = [_words(li) for li in soup.select("#fouten li")]
    assert len(said) == 11
    assert said[9].startswith("Regel 11: ")
    assert said[10] == "Verder dan regel 12 lazen wij niet: verbeter eerst de regels hierboven."


def test_an_empty_form_and_a_workbook_say_what_to_do(page: Visitor) -> None:
    assert "Geef onder de kolomnamen" in _words(page.post(PATH, status=400).select_one("#fouten"))
    workbook = SimpleUploadedFile("tabel.xlsx", b"PK\x03\x04\x00\xff")
    soup = page.post(PATH, status=400, bestand=workbook)
    assert "Bewaar het blad als CSV" in _words(soup.select_one("#fouten"))


@pytest.mark.parametrize("size", [reference.LARGEST, 4 * reference.LARGEST])
def test_a_table_that_is_too_large_is_refused_with_the_bound(page: Visitor, size: int) -> None:
    soup = page.post(PATH, status=413, bestand=SimpleUploadedFile("t.csv", b"x" * (size + 1)))
    assert "De tabel is groter dan 64 kB." in _words(soup.select_one("#fouten"))


def test_nothing_is_kept(page: Visitor) -> None:
    page.post(PATH, tabel=_table(OURS))
    assert page.last.headers["Cache-Control"] == "no-store"
    assert page.client.put(PATH).status_code == 405


def test_a_study_may_name_the_table(tmp_path: Path) -> None:
    table = tmp_path / "reference.csv"
    table.write_text(_table(OURS))
    study = Study.from_text('base = "middelgroot"\nreference = "reference.csv"\n', tmp_path)
    with translation.override("nl"):
        page = reference.reference_page(Edition(Release(study, TYPOLOGY), "nl"))
        assert (page.is_own, page.has_own, page.text, page.problems) == (True, True, "", ())
        assert page.comparison
        table.write_text("code;cluster\nX;1\n")
        broken = reference.reference_page(Edition(Release(study, TYPOLOGY), "nl"))
    assert (broken.is_own, broken.comparison, len(broken.problems)) == (False, None, 1)


def test_a_municipality_whose_figures_point_elsewhere_gets_no_case_for_its_own() -> None:
    own, other = TYPOLOGY.clusters[0], TYPOLOGY.clusters[1]
    differs = Disagreement(own.members[0], own.archetype, "2", other.archetype, {"hoog": -0.1})
    with translation.override("nl"):
        shown = reference._differing(Edition(release(), "nl"), differs)
    assert shown.sentence.startswith(f"Onze cijfers wijzen ook naar {other.name.nl};")
    assert shown.reasons == ()


def test_a_request_over_the_bound_is_never_read() -> None:
    """Announced or not: the application sees a visitor who is gone, and the visitor hears why."""

    async def ask(headers: list[tuple[bytes, bytes]], parts: list[bytes]) -> tuple[int, int]:
        seen, sent = [], []

        async def application(_scope: Any, receive: Any, send: Any) -> None:
            while (message := await receive())["type"] == "http.request":
                seen.append(len(message["body"]))
                if not message["more_body"]:
                    await send({"type": "http.response.start", "status": 200, "headers": []})
                    return

        async def receive() -> Any:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "headers": headers}
        await limit_bodies(application, largest=10)(scope, receive, send)
        return sum(seen), sent[0]["status"]

    assert finished(ask([], [b"12345", b"67890"])) == (10, 200)
    assert finished(ask([], [b"12345", b"678901", b"more"])) == (5, 413)
    assert finished(ask([(b"content-length", b"11")], [b"12345"])) == (0, 413)
