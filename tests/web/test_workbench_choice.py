"""The workbench before it computes: what is chosen, what stands in the way, what is kept."""

import tomllib
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web import raw
from tests.web.raw import texts, words
from tests.web.visitor import Visitor

from deelgenoot.areas import Areas
from deelgenoot.study import Study
from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.arrival import AreaChoice, Arrival, destination
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.workbench.choice import choice
from deelgenoot_web.workbench.groups import groups
from deelgenoot_web.workbench.recipe import PULLS, WorkbenchRecipe, earlier_years, study_text

RESULT = "/werkbank/uitkomst/"
OF_GOVERNANCE = [
    one
    for one in release().study.transforms
    if release().catalog.indicators[one].theme == "governance"
]
TEN = ["0014", "0106", "0141", "0160", "0163", "0171", "0184", "0200", "0202", "0299"]


def _recipe(query: str) -> WorkbenchRecipe:
    found = choice(Edition(release(), "nl"), QueryDict(query))
    assert found.remarks == {}
    return found.recipe


def _selected(soup: BeautifulSoup, name: str) -> str:
    field = soup.select_one(f"select[name={name}] option[selected], input[name={name}]")
    assert field is not None
    return str(field["value"])


@pytest.mark.parametrize("path", ["/werkbank/", "/en/workbench/"])
def test_the_form_is_sound_and_offers_the_published_recipe(page: Visitor, path: str) -> None:
    soup = page(path)

    assert _selected(soup, "g") == "selectie"
    assert _selected(soup, "k") == "7"
    assert _selected(soup, "a") == "0.75"
    assert [_selected(soup, theme) for theme in ("demography", "governance")] == ["1", "1"]
    assert len(soup.select("input[name=gm]")) == len(raw.rows("areas.csv"))
    assert soup.select(".workbench__remark") == []


def test_groups_hold_who_the_files_say_they_hold() -> None:
    networks = raw.rows("networks.csv")
    areas = {row["code"]: row for row in raw.rows("areas.csv")}
    m50 = {row["code"] for row in networks if row["network"] == "M50"}
    drenthe = {code for code, row in areas.items() if row["province"] == "Drenthe"}

    assert set(groups()["m50"]) == m50 & set(areas)
    assert set(groups()["p-drenthe"]) == drenthe
    assert set(groups()["selectie"]) == set(raw.typology()["members"]) & {
        code for code, member in raw.typology()["members"].items() if member["in_study"]
    }
    assert "p-flevoland" not in groups(), "six municipalities are too few"


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("g=9999-0014", "gemeenten", "Wij kennen geen gemeente van 2020 met deze code: GM9999."),
        ("g=atlantis", "gemeenten", "Deze groep gemeenten kennen wij niet."),
        ("g=0014-0034", "gemeenten", "U koos 2 gemeenten. Kies er minstens 10"),
        ("g=eigen", "gemeenten", "U koos 0 gemeenten."),
        ("g=p-drenthe&k=5", "k", "Van 12 gemeenten kunt u hoogstens 4 clusters maken."),
        ("k=1", "k", "Kies een aantal van 2 tot en met 12."),
        ("k=veel", "k", "Kies een aantal van 2 tot en met 12."),
        ("k=²", "k", "Kies een aantal van 2 tot en met 12."),
        ("w=0000000", "thema-s", "U laat geen enkel thema meetellen."),
        ("w=123", "thema-s", "Een thema telt 0, 1, 2 of 3 keer mee."),
        ("demography=9", "thema-s", "Een thema telt 0, 1, 2 of 3 keer mee."),
        ("m=magie", "m", "Deze methode kennen wij niet."),
        ("a=8", "a", "Kies hoe sterk de beschrijvingen trekken"),
        ("z=onzin", "zonder", "Een van deze kenmerken kennen wij niet."),
        (
            "w=0000001&z=" + "&z=".join(OF_GOVERNANCE),
            "zonder",
            "Van de thema’s die meetellen liet u alle kenmerken weg.",
        ),
        ("namen=Zutfen", "namen", "Eén naam kennen wij niet. Bedoelt u misschien Zutphen?"),
    ],
)
def test_what_stands_in_the_way_is_said_at_its_field(
    page: Visitor, query: str, field: str, said: str
) -> None:
    soup = page(f"{RESULT}?{query}", status=400)

    link = soup.select_one(f".workbench__remarks a[href='#{field}']")
    assert words(link).startswith(said)
    remark = soup.select_one(f"#{field}-fout")
    assert words(remark).startswith(said)
    described = soup.select_one(f"[aria-describedby~='{field}-fout']")
    assert described is not None
    assert described["id"] == field


def test_everything_else_that_was_chosen_is_kept(page: Visitor) -> None:
    soup = page(f"{RESULT}?g=eigen&gm=0014&gm=0034&housing=3&k=4&j=1", status=400)

    ticked = [str(box["value"]) for box in soup.select("input[name=gm][checked]")]
    assert ticked == ["0034", "0014"]
    assert [_selected(soup, name) for name in ("g", "housing", "k", "j")] == [
        "eigen",
        "3",
        "4",
        "1",
    ]


@pytest.mark.parametrize("query", ["w=<script>", "k=9" * 400, "a=nan", "gm=<b>", "m[]=1"])
def test_nonsense_does_no_harm(query: str) -> None:
    answer = Client().get(f"/werkbank/?{query}")

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert b"<b>" not in answer.content.replace(b"<b></b>", b"")


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("k=7&g=selectie&m=search&j=&a=", ""),
        ("a=0.75", ""),
        ("k=5&a=0", "k=5"),
        ("k=5&a=1", "k=5"),
        ("m=ward&a=0.75", "m=ward"),
        ("z=solv&z=65plus", "z=65plus&z=solv"),
        ("gemeente=rijswijk&k=5", "k=5&gemeente=rijswijk"),
        ("gemeente=atlantis&k=5", "k=5"),
        ("demography=2&housing=1&k=4", "w=2111111&k=4"),
        ("m=ward&k=3&g=alle", "g=alle&k=3&m=ward"),
        ("g=m50&gm=0014&gm=0034&eerst=eigen", "g=m50"),
        ("k=3&g=eigen&" + "&".join(f"gm={n}" for n in reversed(TEN)), f"g={'-'.join(TEN)}&k=3"),
        ("k=3&g=m50&" + "&".join(f"gm={n}" for n in TEN), f"g={'-'.join(TEN)}&k=3"),
        ("k=4&g=" + "-".join(code[2:] for code in groups()["p-zeeland"]), "g=p-zeeland&k=4"),
    ],
)
def test_one_recipe_has_one_address(query: str, canonical: str) -> None:
    answer = Client().get(f"{RESULT}?{query}")

    assert answer.status_code == 302
    assert answer["Location"] == (f"{RESULT}?{canonical}" if canonical else RESULT)


def test_of_a_hundred_unknown_names_one_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    names = [" ".join(f"q{n}x{place}zy" for place in range(16))[:100] for n in range(100)]

    def seek(areas: Areas, name: str) -> Arrival | AreaChoice:
        sought.append(name)
        return destination(areas, name)

    monkeypatch.setattr("deelgenoot_web.workbench.choice.destination", seek)
    form = QueryDict(urlencode({"namen": "; ".join(names)}))
    chosen = choice(Edition(release(), "nl"), form)
    assert sought == names[:1]
    assert chosen.unknown_names.split(", ") == [name.strip() for name in names]
    assert "Eén naam kennen wij niet." in chosen.remarks["namen"]


def test_names_count_former_ones_as_what_they_became() -> None:
    names = (
        "k=3&namen=Zutphen, Bussum; Hengelo, Gouda, Assen, Goes, Weert, Venray, Oss, Roermond, Tiel"
    )
    recipe = _recipe(names.replace(";", "%3B"))

    slugs = {release().catalog.areas[code].slug for code in recipe.codes}
    assert "gooise-meren" in slugs
    assert len(slugs) == 11


RECIPES = st.builds(
    WorkbenchRecipe,
    group=st.sampled_from(["selectie", "alle", "m50", "p-gelderland"]),
    weights=st.tuples(*[st.integers(0, 3)] * 7).filter(any),
    n_clusters=st.integers(2, 12),
    pull=st.sampled_from([None, *PULLS]),
    is_earlier=st.booleans(),
    may_be_small=st.booleans(),
    left_out=st.sampled_from([(), ("65plus",), ("65plus", "solv")]),
)


@given(RECIPES)
def test_an_address_gives_back_the_recipe_it_was_made_of(recipe: WorkbenchRecipe) -> None:
    again = _recipe(recipe.canonical.query)

    assert again.query == recipe.canonical.query
    assert again.codes == groups()[recipe.group]
    assert again.weights == recipe.weights
    assert again.anchored_with == recipe.anchored_with


@given(RECIPES)
def test_the_file_says_the_same_as_the_address(recipe: WorkbenchRecipe) -> None:
    asked = _recipe(recipe.canonical.query)
    study = Study.from_text(study_text(asked, release().study))

    assert study.selection == asked.codes
    assert tuple(study.theme_weights.values()) == asked.weights
    assert study.method.n_clusters == asked.n_clusters
    assert study.method.pull == asked.anchored_with
    assert study.method.n_draws == 100
    assert bool(study.years) == asked.is_earlier
    assert set(release().study.transforms) - set(study.transforms) == set(asked.left_out)
    assert all(set(one.signature) <= set(study.transforms) for one in study.archetypes)


def test_the_file_of_the_published_recipe_changes_nothing_but_the_draws() -> None:
    text = study_text(_recipe(""), release().study)

    said = tomllib.loads(text)
    assert set(said) == {"base", "id", "title", "method"}
    assert said["method"] == {"n_draws": 100}


def test_a_year_earlier_by_hand() -> None:
    catalog = release().catalog
    found = earlier_years(catalog, tuple(release().study.transforms))

    # 65plus stands on 2020 and runs from 2010; woz begins in its own year; groei is a change.
    assert found["65plus"] == (2019,)
    assert found["solv"] == (2017, 2018, 2019)
    assert not {"woz", "groei", "eigen"} & set(found)


def test_the_file_can_be_downloaded() -> None:
    answer = Client().get("/werkbank/study.toml?k=5")

    assert answer["Content-Disposition"] == 'attachment; filename="study.toml"'
    assert tomllib.loads(answer.content.decode())["method"]["n_clusters"] == 5
    assert Client().get("/werkbank/study.toml?k=99").status_code == 400


def test_methods_that_are_not_installed_are_not_offered(page: Visitor) -> None:
    offered = [str(o["value"]) for o in page("/werkbank/").select("select[name=m] option")]
    # The tools of who works on this hold the `assess` extra.
    assert offered == ["search", "ward", "medoids", "mixture", "consensus"]


def test_each_remark_has_a_sentence_of_its_own(page: Visitor) -> None:
    soup = page("/en/workbench/result/?k=1&w=0000000", status=400)

    assert texts(soup, ".workbench__remarks li") == [
        "Choose a number from 2 to 12.",
        "You let no theme count. Choose at least one.",
    ]
