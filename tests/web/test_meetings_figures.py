"""Figures of the atlas on all screens of a session: what a presenter types and the room sees."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from tests.web import small_meeting as small
from tests.web.raw import words
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.edition import edition
from deelgenoot_web.meetings.actions import director
from deelgenoot_web.meetings.models import Meeting, Role
from deelgenoot_web.meetings.parts import paint_parts
from deelgenoot_web.meetings.queries.scene import on_screen
from deelgenoot_web.site.stage_figures import names_of, stage_figure, subject_of

GOUDA = "municipality:GM0513"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Gouda", GOUDA),
        ("gm0513", GOUDA),
        ("woonstad", "cluster:aantrekkelijke-woonstad"),
        ("Gouda wonen", f"{GOUDA} theme:housing"),
        ("Gouda over wonen", f"{GOUDA} theme:housing"),
        ("Gouda housing", f"{GOUDA} theme:housing"),
        ("Bergen op Zoom bijstand", "municipality:GM0748 indicator:bijstand"),
        ("woonstad wonen", "cluster:aantrekkelijke-woonstad theme:housing"),
        # Not the first subject that begins with “centrum”.
        ("centrumstad wonen", "cluster:centrumstad-met-uitdagingen theme:housing"),
        ("centrumstad onzinwoord", ""),
        ("vergrijzing", "indicator:65plus"),
        ("bijstand", "indicator:bijstand"),
        ("stad", ""),  # the name of several
        ("onzinwoord", ""),
        ("", ""),
    ],
)
def test_a_text_names_a_place_an_indicator_or_both(text: str, subject: str) -> None:
    assert subject_of(edition(), text) == subject


def test_every_suggestion_can_be_shown() -> None:
    opened = edition()
    names = list(names_of(opened))
    # Seven clusters, each with seven themes too; a sample of the many municipalities.
    tried = [*names[: 7 + 49], *names[56::40]]
    figures = [stage_figure(subject_of(opened, name), "middelgroot") for name in tried]
    assert len(names) == 7 + 49 + 355 + len(opened.catalog.indicators)
    for name, figure in zip(tried, figures, strict=True):
        assert figure, name
        assert figure.title
        assert figure.sentence
        assert figure.source.startswith("Bron: ")
        assert figure.drawing or figure.strips or figure.rows


def test_what_an_earlier_release_had_is_said_to_be_gone() -> None:
    assert stage_figure("indicator:onzin", "middelgroot") is None
    assert stage_figure("municipality:GM9999", "middelgroot") is None


@pytest.mark.parametrize("theme", ["", " theme:housing"])
def test_a_municipality_outside_the_study_is_shown_as_no_member(theme: str) -> None:
    shown = {}
    for code in ("GM0363", "GM0513"):
        subject = f"municipality:{code}{theme}"
        figure = stage_figure(subject, "middelgroot")
        assert figure
        html = render_to_string("site/parts/stage_figure.html", {"figure": figure})
        shown[code] = ("mark--open" in html.partition("</h2>")[0], figure.sentence)
    assert [is_open for is_open, _sentence in shown.values()] == [True, False]
    if not theme:
        begin = "Amsterdam lijkt het meest op Centrumstad met uitdagingen, en"
        assert shown["GM0363"][1].startswith(begin)
        assert shown["GM0513"][1].startswith("Waarin Gouda het meest verschilt van ")


@pytest.fixture
def meeting() -> Meeting:
    return small.made()


@pytest.fixture
def presenter(meeting: Meeting) -> Visitor:
    visitor = Visitor()
    visitor.client.force_login(small.role(meeting, Role.Kind.PRESENTER, "p@voorbeeld.nl"))
    return visitor


def _show(client: Client, meeting: Meeting, text: str) -> int:
    address = f"/bijeenkomsten/{meeting.slug}/regie/cijfers/"
    return client.post(address, {"figure": text, "back": "present"}).status_code


@pytest.mark.django_db
def test_the_room_sees_it_until_the_presenter_takes_it_away(
    presenter: Visitor, meeting: Meeting
) -> None:
    item = meeting.programme.all()[0]
    director.go_to(by=small.person(), meeting=meeting, item=item, now=timezone.now())
    assert _show(presenter.client, meeting, "Gouda wonen") == 302
    meeting.refresh_from_db()
    assert on_screen(meeting).scene == "figure"
    parts = paint_parts(meeting, ["stage", "poll"])
    assert "Gouda: Woningmarkt" in parts["stage-scene"]
    assert "Gouda: Woningmarkt" in parts["poll"]
    page = presenter(f"/bijeenkomsten/{meeting.slug}/presenteren/")
    assert words(page.select_one(".presents__on h2")) == "Gouda: Woningmarkt"
    drive = f"/bijeenkomsten/{meeting.slug}/regie/onderdeel/"
    presenter.client.post(drive, {"off": "figure", "back": "present"})
    meeting.refresh_from_db()
    assert on_screen(meeting).scene == "part"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["onzinwoord", "  "])
def test_a_text_that_names_nothing_changes_nothing_and_says_what_can_be(
    presenter: Visitor, meeting: Meeting, text: str
) -> None:
    assert _show(presenter.client, meeting, "Gouda") == 302
    address = f"/bijeenkomsten/{meeting.slug}/regie/cijfers/"
    answer = presenter.client.post(address, {"figure": text, "back": "present"})
    assert answer.status_code == 422
    assert f"“{text}” kennen wij niet." in answer.content.decode()
    meeting.refresh_from_db()
    assert on_screen(meeting).scene == "figure"


@pytest.mark.django_db
def test_only_who_presents_puts_figures_on_the_screens(meeting: Meeting) -> None:
    assert _show(Client(), meeting, "Gouda") == 403
