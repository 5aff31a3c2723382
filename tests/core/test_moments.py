"""The same study in another year, and the way of each area, on figures one can see through."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deelgenoot.cli import main
from deelgenoot.errors import BadChoice
from deelgenoot.study import Study
from deelgenoot.typology.assessment import Noise, YearMover
from deelgenoot.typology.fitted import FittedTypology
from deelgenoot.typology.levels import on_this_land
from deelgenoot.typology.moments import Spans, in_year, other_years, spans, standardised_in, years
from deelgenoot.typology.paths import paths
from deelgenoot.typology.sensitivity import in_other_years
from tests.core.small import CODES, LEVELS, PEOPLE, YEARS, write_small_study
from tests.core.test_figures import STUDY, write_files

Changes = dict[tuple[str, str, int], float | None]
Timed = Callable[[Changes], Path]


@pytest.fixture
def write_years(tmp_path: Path) -> Timed:
    """The small study with the same figures in every year, except for what is changed.

    `homes` has an assumed year, and `cars` no other year: neither takes part in time.
    """

    def write(changes: Changes) -> Path:
        folder = write_small_study(tmp_path / "timed")
        with (folder / "data" / "series.csv").open("w", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(["indicator", "code", *YEARS])
            for code in CODES:
                writer.writerow(["people", code, *PEOPLE[code]])
            for indicator in ("old", "homes", "jobs"):
                for code, level in zip(CODES, LEVELS[indicator], strict=True):
                    row = [changes.get((indicator, code, year), level) for year in YEARS]
                    writer.writerow(
                        [indicator, code, *("" if cell is None else cell for cell in row)]
                    )
        return folder

    return write


def test_a_span_keeps_the_shape_of_the_level() -> None:
    level_spans = Spans(own=(2014, 2016), every=((2012, 2014), (2014, 2016), (2018, 2020)))
    assert level_spans.until(2013) is None
    assert level_spans.until(2014) == (2012, 2014)
    assert level_spans.until(2019) == (2014, 2016)
    assert level_spans.until(2020) == (2018, 2020)
    assert level_spans.near(2013) == (2012, 2014)
    assert level_spans.near(2030) == (2018, 2020)
    assert level_spans.near(2015) == (2012, 2014)  # of two as near, the older


def test_an_indicator_without_other_years_keeps_its_own() -> None:
    assert Spans(own=(2019,), every=()).near(2012) == (2019,)


def test_an_indicator_whose_year_is_assumed_takes_no_part(write_years: Timed) -> None:
    spans_of = spans(Study.load(write_years({})))
    assert spans_of["old"] == Spans((2012,), ((2010,), (2011,), (2012,)))
    assert "homes" not in spans_of
    assert spans_of["cars"].every == ()


def test_a_year_needs_new_figures_in_more_than_half_of_the_themes(write_years: Timed) -> None:
    # Of three themes, ages and work have other years; in 2010 too few areas have a figure of work.
    gaps: Changes = {("jobs", code, 2010): None for code in CODES[:2]}
    study = Study.load(write_years(gaps))
    assert years(study, spans(study)) == (2011,)
    assert years(study, spans(study), also_own=True) == (2011, 2012)


def test_the_same_figures_move_nobody(write_years: Timed) -> None:
    for moment in other_years(FittedTypology(Study.load(write_years({})))):
        assert dict(moment.used) == {"old": (moment.year,), "jobs": (moment.year,)}
        assert (moment.ari, moment.movers, moment.left_out) == (1.0, (), ())
        assert moment.before == moment.after


def test_who_becomes_like_the_others_moves_to_them_and_its_own_figures_say_why(
    write_years: Timed,
) -> None:
    # C06, a town, had the figures of the countryside in 2011.
    changes: Changes = {("old", "C06", 2011): 34, ("jobs", "C06", 2011): 160}
    moment = in_year(FittedTypology(Study.load(write_years(changes))), 2011)
    (mover,) = moment.movers
    assert (mover.code, mover.was, mover.now) == ("C06", "town", "country")
    assert moment.before["C06"] == "town"
    assert moment.after == {**moment.before, "C06": "country"}
    assert set(mover.pushes) == {"old", "jobs"}
    assert min(mover.pushes.values()) > 0
    assert mover.certainty > 0.95
    assert moment.named_movers == moment.movers
    assert (moment.noise.size, moment.noise.n_most) == (0.1, 0)


def test_the_pushes_sum_to_how_much_the_preference_changed(write_years: Timed) -> None:
    changes: Changes = {("old", "C06", 2011): 34, ("jobs", "C06", 2011): 160}
    fitted = FittedTypology(Study.load(write_years(changes)))
    (mover,) = in_year(fitted, 2011).movers
    z, _missing = standardised_in(fitted, {"old": (2011,), "jobs": (2011,)})
    row = CODES.index("C06")
    points = np.array([fitted.pipeline.prepare().z[row], z[row]]) * np.sqrt(fitted.pipeline.weights)
    town, country = (fitted.partition.centres[fitted.ids.index(one)] for one in ("town", "country"))
    gaps = ((points - country) ** 2 - (points - town) ** 2)[:, [0, 2]].sum(axis=1)
    assert sum(mover.pushes.values()) == pytest.approx(gaps[0] - gaps[1])


def test_a_mover_that_noise_could_move_back_is_counted_and_not_told(write_years: Timed) -> None:
    moment = in_year(FittedTypology(Study.load(write_years({}))), 2011)
    sure = YearMover("C01", "town", "country", {}, 0.95)
    unsure = replace(sure, code="C02", certainty=0.949)
    assert replace(moment, movers=(sure, unsure)).named_movers == (sure,)
    noisy = replace(moment, movers=(sure, unsure), noise=Noise(0.1, 1.0, 2))
    assert noisy.named_movers == ()


def test_the_name_of_each_cluster_is_judged_by_the_figures_of_the_year(write_years: Timed) -> None:
    same = in_year(fitted := FittedTypology(Study.load(write_years({}))), 2011)
    published_fits = {fitted.ids[k]: fit for k, (_, fit) in enumerate(fitted.names)}
    assert dict(same.fits) == pytest.approx(published_fits)


def test_an_area_without_figures_takes_no_part(write_years: Timed) -> None:
    changes: Changes = {(one, "C05", 2011): None for one in ("old", "jobs")}
    moment = in_year(FittedTypology(Study.load(write_years(changes))), 2011)
    assert moment.left_out == ("C05",)
    assert "C05" not in moment.before.keys() | moment.after.keys()
    assert moment.movers == ()


def test_a_year_without_figures_is_refused_with_the_years_that_do(write_years: Timed) -> None:
    fitted = FittedTypology(Study.load(write_years({})))
    with pytest.raises(BadChoice, match=r"figures of 2013\. Years that do: 2010, 2011\."):
        in_year(fitted, 2013)


def write_own_years(folder: Path, entry: str) -> FittedTypology:
    """Write a table of one's own with years beside it: of C1 other land from 2015 on."""
    table = "code,homes,old\n" + "".join(f"C{at},{at},{at % 3}\n" for at in range(1, 9))
    indicators = f"[indicators]\nhomes = {{ {entry} }}\nold = {{ {entry} }}\n"
    write_files(folder, table, STUDY + "smallest_cluster = 2\n" + indicators)
    (folder / "data").mkdir()
    rows = "".join(f"homes,C{at},{at},{at},{at}\n" for at in range(1, 9))
    (folder / "data" / "series.csv").write_text(f"indicator,code,2010,2015,2020\n{rows}")
    (folder / "data" / "marks.csv").write_text("indicator,code,year,mark\nhomes,C1,2015,break\n")
    return FittedTypology(Study.load(folder))


@pytest.mark.parametrize("entry", ["year = 2020", 'unit = "n"'])
def test_beside_an_own_table_the_figures_before_a_break_are_of_other_land(
    tmp_path: Path, entry: str
) -> None:
    catalog = write_own_years(tmp_path / "own", entry).study.catalog
    figures = {year: on_this_land(catalog, "homes", year)[0] for year in (2010, 2015, 2020)}
    assert np.isnan(figures[2010])
    assert (figures[2015], figures[2020]) == (1, 1)


def test_a_column_without_a_year_keeps_its_figures_beside_others_of_years(tmp_path: Path) -> None:
    fitted = write_own_years(tmp_path / "own", 'unit = "n"')
    assert spans(fitted.study)["homes"] == Spans((), ())
    assert other_years(fitted) == ()
    assert in_other_years(fitted)[1] == ()
    assert paths(fitted).steps == {}


def test_one_indicator_has_one_axis(tmp_path: Path) -> None:
    table = "code,homes\n" + "".join(f"C{at},{at * at}\n" for at in range(8))
    study = Study.load(write_files(tmp_path, table, STUDY + "smallest_cluster = 2\n"))
    first, second = paths(FittedTypology(study)).axes
    assert (first.share, first.loadings["homes"]) == pytest.approx((1, 1))
    assert (second.share, second.loadings["homes"]) == (0, 0)


def test_axes_are_the_main_directions_of_the_weighted_table(write_years: Timed) -> None:
    fitted = FittedTypology(Study.load(write_years({})))
    result = paths(fitted)
    points = fitted.pipeline.prepare().points
    values, vectors = np.linalg.eigh(np.cov(points.T))
    assert [axis.share for axis in result.axes] == pytest.approx((values / values.sum())[:-3:-1])
    places = np.array([result.places[code] for code in CODES])
    along = (points - points.mean(axis=0)) @ vectors[:, :-3:-1]
    assert np.abs(places) == pytest.approx(np.abs(along))
    z = fitted.pipeline.prepare().z
    for number, axis in enumerate(result.axes):
        expected = [np.corrcoef(column, places[:, number])[0, 1] for column in z.T]
        assert list(axis.loadings.values()) == pytest.approx(expected)


def test_the_same_figures_make_no_way_and_other_figures_do(write_years: Timed) -> None:
    changes: Changes = {("old", "C01", 2010): 30, ("jobs", "C01", 2010): 200}
    result = paths(FittedTypology(Study.load(write_years(changes))))
    assert set(result.moving) == {"old", "jobs"}
    assert [step.year for step in result.steps["C01"]] == YEARS
    first, *_, last = result.steps["C01"]
    assert (last.x, last.y) == pytest.approx(result.places["C01"])
    # It came from the side of the countryside.
    countryside, town = (np.array(result.centres[one]) for one in ("country", "town"))
    assert np.dot(np.array([first.x - last.x, first.y - last.y]), countryside - town) > 0
    still = result.steps["C03"]
    assert np.hypot(still[1].x - still[2].x, still[1].y - still[2].y) < 1e-9


def test_no_step_without_new_figures_and_a_merger_is_marked(write_years: Timed) -> None:
    folder = write_years({(one, "C05", 2011): None for one in ("old", "homes", "jobs")})
    about = folder / "data" / "indicators.json"
    about.write_text(about.read_text().replace('"assumed_year": true', '"assumed_year": false'))
    with (folder / "data" / "marks.csv").open("a") as lines:
        lines.write("old,C02,2010,merged\nold,C06,2011,break\n")
    result = paths(FittedTypology(Study.load(folder)))
    assert [step.year for step in result.steps["C05"]] == [2010, 2012]
    assert [step.merged for step in result.steps["C02"]] == [True, False, False]
    # Of C06 one figure of 2010 is of other land: it stays where it is published, and is marked.
    assert [step.merged for step in result.steps["C06"]] == [True, False, False]
    assert (result.steps["C06"][0].x, result.steps["C06"][0].y) == pytest.approx(
        result.places["C06"], abs=0.2
    )


def test_without_series_there_is_no_other_year_and_no_way(small: Study) -> None:
    fitted = FittedTypology(small)
    assert other_years(fitted) == ()
    assert paths(fitted).steps == {}


def test_years_are_told_on_the_command_line(
    write_years: Timed, capsys: pytest.CaptureFixture[str]
) -> None:
    changes: Changes = {("old", "C06", 2011): 34, ("jobs", "C06", 2011): 160}
    folder = str(write_years(changes))
    assert main(["years", folder, "--lang", "en", "--year", "2011"]) == 0
    assert "2011: 1 of 12 municipalities move, noise alone moves up to 0; 2 of 4" in (
        capsys.readouterr().out
    )
    assert main(["years", folder]) == 0
    assert "  County 06: Stad > Platteland (" in capsys.readouterr().out
    assert main(["years", folder, "--year", "1999"]) == 2
    assert "Wel die van: 2010, 2011." in capsys.readouterr().err
