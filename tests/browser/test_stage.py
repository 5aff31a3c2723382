"""What only a browser can tell of a session: what stays in sight, what keys do, what is heard."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Enter, press
from tests.web.live_site import LiveSite

from deelgenoot_web.meetings.queries.talks import MOST_ON_STAGE


def test_the_bar_stays_in_sight_until_the_question_itself_is(enter: Enter) -> None:
    phone = enter(0, "groep")
    phone.set_viewport_size({"width": 390, "height": 420})  # with the keyboard of the phone
    bar = phone.get_by_role("link", name="Naar de vraag")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(bar).to_be_in_viewport()
    expect(phone).to_have_title(re.compile("^Vraag open · "))
    bar.click()
    expect(phone.get_by_role("heading", name="Wat eerst?")).to_be_in_viewport()
    expect(bar).to_be_hidden()
    phone.evaluate(
        "scrollBy(0, document.querySelector('.poll').getBoundingClientRect().bottom - 60)"
    )
    expect(bar).to_be_in_viewport()  # though the last line of the question is too
    phone.evaluate("scrollTo(0, 0)")
    phone.get_by_label("Levendige binnenstad").check()
    phone.get_by_role("button", name="Verstuur mijn antwoord").click()
    # Somebody who answered is not asked again.
    expect(phone).not_to_have_title(re.compile("^Vraag open"))


def test_a_clicker_closes_shows_and_goes_back(enter: Enter) -> None:
    enter.vote(enter.made["poll"], 1)
    stage = enter(None, "scherm")
    expect(stage.locator(".options")).to_be_visible()
    for key, selector in (
        ("PageDown", "text=De vraag is gesloten."),
        ("PageDown", ".stage-poll--shown"),
    ):
        stage.keyboard.press(key)
        expect(stage.locator(selector).first).to_be_visible()
    stage.keyboard.press("ArrowLeft")
    expect(stage.locator(".stage-poll--shown")).to_have_count(0)
    stage.keyboard.press("ArrowRight")
    expect(stage.locator(".stage-poll--shown")).to_be_visible()


def test_who_presents_has_all_at_hand_on_a_phone_and_by_keys(enter: Enter) -> None:
    enter.vote(enter.made["poll"], 1)
    phone = enter(None, "presenteren")
    phone.set_viewport_size({"width": 390, "height": 844})
    button = phone.locator(".presents__main button")
    for label, key in (("Sluit de vraag", "PageDown"), ("Toon de uitkomst", "ArrowRight")):
        expect(button).to_have_text(label)
        for selector in (".presents__now-time", ".presents__on h2", ".presents__next dd >> nth=0"):
            expect(phone.locator(selector)).to_be_in_viewport(ratio=1)
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("button => button.offsetHeight") >= 72
        phone.keyboard.press(key)
    expect(button).to_contain_text("Begin: ")
    phone.keyboard.press("PageUp")
    expect(button).to_have_text("Toon de uitkomst")
    toggle = phone.get_by_label("Toetsen en clicker")
    toggle.uncheck()
    toggle.check()
    phone.keyboard.press("PageDown")
    expect(button).to_contain_text("Begin: ")


def test_who_presses_twice_in_one_go_does_one_thing_but_gives_time_twice(enter: Enter) -> None:
    phone = enter(None, "presenteren")
    sent: list[str] = []
    phone.on("request", lambda one: sent.append(one.post_data or "") if one.post_data else None)
    rested = "() => !Object.keys(localStorage).some(name => name.includes('#'))"
    phone.get_by_role("button", name="Sluit de vraag").dblclick()
    expect(phone.locator(".presents__main button")).to_have_text("Toon de uitkomst")
    phone.wait_for_function(rested)
    ends = phone.locator(".presents__small [name=seen]")
    before = datetime.fromisoformat(ends.input_value())
    phone.get_by_role("button", name="+ 2 min").dblclick()
    phone.wait_for_function(rested)
    keys = [re.search("do=|minutes=", body) for body in sent]
    assert [key[0] for key in keys if key] == ["do=", "minutes=", "minutes="]
    expect(ends).to_have_value((before + timedelta(minutes=4)).isoformat())


def test_time_for_a_question_is_given_twice_in_one_go_but_not_when_it_gets_a_clock(
    enter: Enter,
) -> None:
    desk = enter(None, "regie")
    sent: list[str] = []
    desk.on("request", lambda one: sent.append(one.post_data or "") if one.post_data else None)
    press(desk.get_by_role("button", name="Sluit over 1 minuut"), 1)
    for nth in (2, 1, 2):
        press(desk.get_by_role("button", name="+ 30 seconden"), nth)
    desk.wait_for_function("() => !Object.keys(localStorage).some(name => name.includes('#'))")
    keys = [re.search("do=([a-z]+)", body) for body in sent]
    assert [key[1] for key in keys if key] == ["minute", "longer", "longer"]


def test_the_focus_stays_near_where_a_button_was_that_goes(enter: Enter) -> None:
    phone, desk = enter(0, "groep/1"), enter(None, "regie")
    phone.get_by_label("Tekst van de kaart").fill("Eik")
    phone.get_by_role("button", name="Leg op het bord").click()
    for left in (2, 1, 0):
        phone.get_by_role("button", name=re.compile("^Geef stip")).press("Enter")
        expect(phone.locator("#stippen")).to_contain_text(f"{left} van 3")
    expect(phone.get_by_role("button", name=re.compile("^Haal stip weg"))).to_be_focused()

    desk.get_by_label("Wat men op het scherm leest").fill("Nog vijf minuten")
    desk.get_by_role("button", name="Verstuur", exact=True).click()
    phone.get_by_role("button", name="Gelezen").press("Enter")
    expect(phone.locator('[data-live="message"]')).to_be_focused()

    leader = enter(None, "groep/1")
    leader.get_by_role("button", name="Roep de organisator").click()
    desk.get_by_role("button", name="Ik kom").press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_be_focused()


_SCREENS = ((1280, 720), (1920, 1080), (3840, 2160))

_SMALLEST = """() => {
    const sizes = [...document.querySelectorAll(".page *")].filter(element => {
        const box = element.getBoundingClientRect();
        const says = [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim());
        return says && box.width > 2;
    }).map(element => parseFloat(getComputedStyle(element).fontSize)
        * (element.ownerSVGElement?.getScreenCTM().a ?? 1));
    const page = document.documentElement;
    const cut = [...document.querySelectorAll(".grid__label, .options > li > span")].filter(label =>
        label.scrollHeight > label.clientHeight + parseFloat(getComputedStyle(label).fontSize) / 2);
    return [Math.min(...sizes) / innerHeight, page.scrollHeight - innerHeight, cut.length];
}"""


@pytest.fixture
def full_hall(browser: Browser, live: LiveSite) -> Iterator[Enter]:
    """Open screens of a session with five people of each cluster and a long question, all voted."""
    made = Enter(live, browser, live.session(35, "clusters"))
    made.vote(made.made["poll"], 0)
    yield made
    for context in made.contexts:
        context.close()


def test_all_of_a_scene_is_in_sight_and_read_from_the_back_of_the_room(full_hall: Enter) -> None:
    enter = full_hall
    stage = enter(None, "scherm")
    poll = enter.made["poll"]
    for steps in ((), ("close", "show"), ("split",), ("hide",)):
        enter.drive(poll, *steps)
        shown = stage.locator(".stage-poll--shown")
        expect(shown).to_have_count(1 if {"show", "split"} & set(steps) else 0)
        expect(stage.locator(".grid .mark")).to_have_count(7 if "split" in steps else 0)
        for width, height in _SCREENS:
            stage.set_viewport_size({"width": width, "height": height})
            smallest, below, n_cut = stage.evaluate(_SMALLEST)
            assert smallest >= 1 / 40, (steps, width)
            assert (below <= 0, n_cut) == (True, 0), (steps, width, below)
    # The buttons are for the presenter: keys work, and Tab shows them.
    width_of_keys = "document.querySelector('[data-live=stage-keys]').offsetWidth"
    assert stage.evaluate(width_of_keys) < 2
    stage.locator("[data-live='stage-keys'] button").first.focus()
    assert stage.evaluate(width_of_keys) > 100


def _too_small_or_low(stage: Page) -> list[tuple[int, float, float]]:
    """Of each width at which it is so: the smallest text beside the bound, and what is below."""
    found = []
    for width, height in _SCREENS:
        stage.set_viewport_size({"width": width, "height": height})
        smallest, below, _n_cut = stage.evaluate(_SMALLEST)
        if smallest < 1 / 40 or below > 0:
            found.append((width, 40 * smallest, below))
    return found


def _fill_the_hall(enter: Enter) -> str:
    """Have each group bring back much, and five people ask long questions; returns one of those."""
    enter.drive(enter.made["poll"], "close")
    long = "Jongeren uit onze kernen vinden geen woning, en wie blijft wordt ouder dan wie vertrekt"
    names = ("main_challenge", "what_works", "what_is_needed", "top1", "top2", "top3")
    for number in range(1, 1 + enter.made["groups"]):
        enter.send(f"groep/{number}/oogst", dict.fromkeys(names, long) | {"version": "0"})
    for who in range(5):
        asked = str(uuid4())
        enter.send("mee/vraag", {"text": f"{long}? {long}?", "id": asked, "with_name": "on"}, who)
        enter.send(f"regie/zaalvraag/{asked}", {"state": "shown"})
    return asked


def test_scenes_without_a_question_are_in_sight_and_read_from_the_back_too(
    full_hall: Enter,
) -> None:
    enter, asked = full_hall, _fill_the_hall(full_hall)
    enter.send("regie/oogst", {"do": "show"})
    desk = enter.context(None).request.get(enter.at("regie")).text()
    groups = re.findall(r'name="group"\s+value="(\d+)"', desk)
    items = enter.made["items"]
    scenes: dict[str, tuple[str, dict[str, Any]]] = {
        ".harvests": ("regie/oogst", {"do": "show"}),
        ".harvest-of": ("regie/oogst", {"do": "show", "group": groups[0]}),
        ".moment--spotlight": (f"regie/zaalvraag/{asked}/groot", {"do": "show"}),
        ".shown-figure": ("regie/cijfers", {"figure": "Gouda wonen"}),
        ".moment--groups": ("regie/onderdeel", {"item": items[3]}),
        ".moment--part": ("regie/onderdeel", {"item": items[2]}),
        ".stage-questions": ("regie/onderdeel", {"item": items[4]}),
        ".moment:not(.moment--part)": ("regie/onderdeel", {"close": 1}),
    }
    stage = enter(None, "scherm")
    for selector, (path, form) in scenes.items():
        enter.send(path, form)
        expect(stage.locator(selector)).to_be_attached()
        assert _too_small_or_low(stage) == [], selector
    stage.goto(f"{enter.live.address}/bijeenkomsten/{enter.made['invitation']}/scherm/")
    expect(stage.locator(".arrivals")).to_be_attached()
    assert _too_small_or_low(stage) == []


_HEARD = """window.AudioContext = class extends AudioContext {
    constructor() { super(); window.sound = this; }
};"""


@pytest.mark.parametrize("also", [(), ("split",)])
@pytest.mark.parametrize("n", [8, 12])
def test_of_the_longest_answers_eight_are_whole_and_the_others_are_counted(
    full_hall: Enter, n: int, also: tuple[str, ...]
) -> None:
    enter = full_hall
    poll = enter.made["long"][str(n)]
    enter.drive(poll, "put")
    enter.vote(poll, 0)
    enter.drive(poll, "close", "show", *also)
    stage = enter(None, "scherm")
    for width, height in _SCREENS:
        stage.set_viewport_size({"width": width, "height": height})
        expect(stage.locator(".grid tbody tr:visible")).to_have_count(8)
        left = stage.locator(".answers__more:visible")
        expect(left).to_have_text(["en nog 4 antwoorden"] if n > 8 else [])
        smallest, below, n_cut = stage.evaluate(_SMALLEST)
        assert (smallest >= 1 / 40, below <= 0, n_cut) == (True, True, 0), (width, below)


@pytest.mark.parametrize(("path", "name"), [("regie", "Regie"), ("presenteren", "Presenteren")])
def test_a_call_is_on_top_in_the_title_and_heard_unless_that_is_off(
    enter: Enter, path: str, name: str
) -> None:
    desk = enter(None, path)
    desk.add_init_script(_HEARD)
    desk.reload()
    expect(desk.locator("[data-line]")).to_have_text("verbonden")
    sounds = desk.get_by_label("Geluid als een groep roept")
    sounds.focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Space")  # off and on: it may be heard now, and is, to try it
    screen = desk.locator("[data-screen]")
    expect(screen).to_have_attribute("data-sounded", "1")

    def call(group: int) -> None:
        sent = {"Origin": enter.live.address, "Accept": "application/json"}
        answer = desk.context.request.post(enter.at(f"groep/{group}/roep"), headers=sent)
        assert answer.ok, answer.text()

    # A browser may put the sound to rest.
    desk.evaluate("sound.suspend()")
    desk.evaluate("scrollTo(0, document.body.scrollHeight)")
    call(1)
    expect(desk).to_have_title(re.compile(f"roept u · {name}"))
    expect(desk.get_by_role("button", name="Ik kom")).to_be_in_viewport()
    expect(screen).to_have_attribute("data-sounded", "2")
    desk.wait_for_function("() => sound.state === 'running'")
    sounds.uncheck()
    call(2)
    expect(desk.get_by_role("button", name="Ik kom")).to_have_count(2)
    expect(screen).to_have_attribute("data-sounded", "2")


def test_the_clock_of_a_question_runs_and_a_sign_floats_by_or_is_counted(enter: Enter) -> None:
    enter.drive(enter.made["poll"], "minute")
    stage, behind, phone = enter(None, "scherm"), enter(None, "scherm"), enter(0)
    for page in (stage, behind):
        expect(page.locator("[data-line]")).to_have_text("verbonden")
    behind.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    behind.locator("[data-floats]").evaluate(_WATCH)
    for page in (stage, phone):
        expect(page.locator(".timer__clock")).to_have_text(re.compile("^(1:00|0:[45][0-9])$"))
    phone.get_by_role("button", name="Hart").click()
    expect(stage.locator(".float .gesture--heart")).to_have_count(1)
    expect(phone.locator(".float")).to_have_count(0)
    enter.vote(enter.made["poll"], 1)
    expect(behind.locator(".votes strong")).to_have_text("8")
    assert behind.evaluate("window.rolled") == []
    stage.emulate_media(reduced_motion="reduce")
    phone.wait_for_timeout(1000)  # a phone sends at most one a second
    phone.get_by_role("button", name="Lachen").click()
    expect(stage.locator(".floats__n")).to_have_text("1")


def test_a_clock_says_what_is_left_in_the_order_of_its_language(enter: Enter) -> None:
    desk = enter(None, "regie")
    clock = desk.locator(".clock:not(.timer__clock)").first
    expect(clock).to_have_text(re.compile(r"^nog \d+:\d\d$"))
    desk.goto(f"{enter.live.address}/en/meetings/{enter.made['slug']}/director/")
    expect(clock).to_have_text(re.compile(r"^\d+:\d\d left$"))


_WATCH = """figure => {
    window.rolled = [];
    const options = {childList: true, characterData: true, subtree: true};
    new MutationObserver(() => window.rolled.push(figure.textContent)).observe(figure, options);
}"""


@pytest.mark.parametrize(("motion", "rolls"), [("no-preference", True), ("reduce", False)])
def test_a_figure_rolls_from_its_old_value_unless_one_prefers_no_motion(
    enter: Enter, motion: Literal["no-preference", "reduce"], rolls: bool
) -> None:
    stage = enter(None, "scherm")
    stage.emulate_media(reduced_motion=motion)
    expect(stage.locator("[data-line]")).to_have_text("verbonden")
    pause, figure = stage.locator("[data-pause]"), stage.locator(".votes strong")
    pause.evaluate("button => button.click()")
    enter.vote(enter.made["poll"], 1)
    figure.evaluate(_WATCH)
    pause.evaluate("button => button.click()")
    expect(figure).to_have_text("8")
    rolled = stage.evaluate("window.rolled")
    assert (rolled[0] == "0", rolled[-1]) == (rolls, "8")


_FILL = """(list, most) => {
    while (list.children.length < most) list.append(list.children[0].cloneNode(true));
    const long = "Wilhelmina van der Heijden-Oldenbarnevelt van Loon, 's-Hertogenbosch";
    for (const talk of [...list.children].slice(0, 4)) talk.children[0].textContent = long;
}"""
"""As many talks as the screen shows, a few of somebody with a name of 50 letters."""


def test_rounds_of_talks_are_planned_shown_and_followed(full_hall: Enter) -> None:
    enter = full_hall
    enter.drive(enter.made["poll"], "close")
    stage, phone, office = enter(None, "scherm"), enter(0, "mee/tweetallen"), enter(None, "regie")
    office.goto(f"{enter.live.address}/beheer/{enter.made['slug']}/tweetallen/")
    way = phone.get_by_role("link", name="Naar mijn gesprekken")
    for _plan in ("new", "anew"):  # on a page with talks the bar says that there are others
        expect(phone.locator("[data-line]").or_(phone.locator(".following"))).to_be_attached()
        expect(way).to_be_hidden()
        if _plan == "anew":
            office.get_by_text("Opnieuw plannen").click()
        office.get_by_label("Aantal rondes").fill("1")
        office.get_by_role("button", name="Maak de rondes").click()
        way.click()
        expect(phone.locator(".talks__one")).to_have_count(1)
    office.get_by_role("button", name="Toon op het grote scherm").first.click()
    expect(stage.locator(".stage-talks li")).to_have_count(17)
    stage.locator(".stage-talks").evaluate(_FILL, MOST_ON_STAGE)
    for width, height in _SCREENS:
        stage.set_viewport_size({"width": width, "height": height})
        smallest, below, _n_cut = stage.evaluate(_SMALLEST)
        assert (smallest >= 1 / 40, below <= 0) == (True, True), (width, smallest, below)
    office.get_by_role("button", name="Haal van het grote scherm").click()
    expect(stage.locator(".stage-talks")).to_have_count(0)
