"""Questions of every kind, operated as a person does: by keys, without a line, in a tab behind."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Enter
from tests.web.axe import violations
from tests.web.poll_kinds import KINDS

expect.set_options(timeout=10_000)
SEND = re.compile("^Verstuur mijn (antwoord|punten)$")


def _asked(kinds: Enter, kind: str, who: int = 0) -> Page:
    """The screen of this participant, once this question is on it."""
    kinds.drive(kinds.made["kinds"][kind], "put")
    page = kinds(who)
    expect(page.locator("[data-line]")).to_have_text("verbonden")
    return page


def test_points_are_divided_by_buttons_and_keys_sent_and_changed(kinds: Enter) -> None:
    page = _asked(kinds, "points")
    send = page.locator("form[data-vote] [type=submit]")
    page.get_by_role("button", name="5 punten meer voor Levendige binnenstad").press("Enter")
    page.get_by_label("Wonen voor starters", exact=True).focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowUp")
    expect(send).to_have_text("Verdeel nog 84 punten")

    send.press("Enter")
    assert page.locator("form[data-vote]").is_visible(), "what is not complete is not sent"
    page.get_by_label("Meer inwoners aan het werk", exact=True).fill("84")
    send.press("Enter")

    answered = page.locator("[data-answered]")
    expect(answered).to_contain_text("Ontvangen om")
    expect(answered.locator("li strong")).to_have_text(["11", "5", "84"])
    expect(answered.locator("[tabindex]")).to_be_focused()
    # What others do, and a new load of the page, leave it there.
    kinds.vote(kinds.made["kinds"]["points"], [60, 40, 0])
    expect(page.locator(".poll")).to_contain_text("8 van 8 deelnemers")
    expect(answered).to_contain_text("Ontvangen om")
    page.reload()
    expect(answered.locator("li strong")).to_have_text(["60", "40", "0"])
    page.get_by_role("button", name="Wijzig mijn punten").press("Enter")
    expect(page.get_by_label("Wonen voor starters", exact=True)).to_be_focused()
    page.get_by_role("button", name="Laat mijn antwoord zo").press("Enter")
    expect(answered).to_be_visible()


def test_a_ranking_is_made_by_buttons_and_waits_while_the_line_is_gone(kinds: Enter) -> None:
    page = _asked(kinds, "ranking")
    page.get_by_role("button", name="Overslaan").press("Enter")
    expect(page.locator("[data-skipped]")).to_contain_text("U slaat deze vraag over")
    page.get_by_role("button", name="Toch antwoorden").press("Enter")

    # It begins in an order of one's own, so some of these may change nothing.
    page.get_by_role("button", name="Wonen voor starters: als laatste").press("Enter")
    page.get_by_role("button", name="Levendige binnenstad: als eerste").press("Enter")
    moved = page.get_by_role("button", name="Meer inwoners aan het werk: omhoog")
    moved.press("Enter")
    expect(page.locator("[data-tells]")).to_contain_text("staat nu op plaats 1 van 3")
    expect(moved).to_be_focused()
    page.context.set_offline(True)
    page.get_by_role("button", name=SEND).press("Enter")
    expect(page.locator("form[data-vote]")).to_contain_text("Bewaard op dit toestel")
    expect(page.get_by_text("Uw verbinding is weg.")).to_be_visible()
    expect(page.locator("[data-line]")).to_have_text("geen verbinding")
    page.context.set_offline(False)

    expect(page.locator("[data-answered]")).to_contain_text("Ontvangen om")
    expect(page.locator("[data-answered] li span")).to_have_text(
        ["Meer inwoners aan het werk", "Levendige binnenstad", "Wonen voor starters"]
    )
    expect(page.locator("[data-line]")).to_have_text("verbonden")


def test_a_vote_that_waits_is_still_there_after_a_reload(kinds: Enter) -> None:
    page = _asked(kinds, "words")
    stem = re.compile("/stem$")
    page.route(stem, lambda route: route.abort())
    page.get_by_label("Woord 1").fill("woningen")
    page.get_by_role("button", name=SEND).press("Enter")
    expect(page.locator("form[data-vote]")).to_contain_text("Bewaard op dit toestel")

    page.reload()
    expect(page.locator("form[data-vote]")).to_contain_text("Bewaard op dit toestel")
    expect(page.get_by_label("Woord 1")).to_have_value("woningen")
    page.unroute(stem)
    expect(page.locator("[data-answered] li")).to_have_text("woningen")


def test_a_vote_that_waits_in_another_tab_goes_from_the_one_that_is_open(kinds: Enter) -> None:
    asleep = _asked(kinds, "words")
    asleep.route(re.compile("/stem$"), lambda route: route.abort())
    asleep.get_by_label("Woord 1").fill("woningen")
    asleep.get_by_role("button", name=SEND).press("Enter")
    expect(asleep.locator("form[data-vote]")).to_contain_text("Bewaard op dit toestel")

    # A list that cannot be read keeps nothing from being sent.
    own_list = "Object.keys(localStorage).find((key) => key.includes('#'))"
    asleep.evaluate(f"localStorage.setItem({own_list} + 'x', '{{')")

    awake = asleep.context.new_page()
    awake.goto(asleep.url)
    expect(awake.locator("[data-answered] li")).to_have_text("woningen")
    expect(asleep.locator("[data-answered] li")).to_have_text("woningen")


@pytest.mark.parametrize("kind", ["text", "number"])
def test_an_answer_that_is_being_changed_is_there_after_a_reload(kinds: Enter, kind: str) -> None:
    page = _asked(kinds, kind)
    field = page.locator("form[data-vote] [name=value]")
    field.fill("12")
    page.reload()
    expect(field).to_have_value("12")
    page.get_by_role("button", name=SEND).press("Enter")
    expect(page.locator("[data-answered]")).to_contain_text("Ontvangen om")
    page.get_by_role("button", name="Wijzig mijn antwoord").press("Enter")
    field.fill("34")
    page.reload()
    expect(field).to_be_visible()
    expect(field).to_have_value("34")
    page.get_by_role("button", name="Laat mijn antwoord zo").press("Enter")
    page.reload()
    expect(page.locator("[data-answered]")).to_be_visible()
    expect(page.locator("[data-answered] li")).to_have_text("12")


# After the script of the page itself hears what another tab sent.
_HEARS = """() => {
    const { screen, who } = document.querySelector("[data-screen]").dataset;
    const pages = new BroadcastChannel(`deelgenoot${screen}${who}`);
    pages.onmessage = () => { window.heard = true };
}"""


def test_a_vote_that_is_refused_touches_nothing_in_a_tab_that_did_not_send_it(kinds: Enter) -> None:
    page = _asked(kinds, "text")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Stop met bijwerken").click()
    other.evaluate(_HEARS)
    page.get_by_role("button", name="Stop met bijwerken").click()
    page.locator("form[data-vote] [name=value]").fill("Begin klein.")
    kinds.drive(kinds.made["kinds"]["text"], "close")
    page.get_by_role("button", name=SEND).press("Enter")
    expect(page.locator("form[data-vote] .problem")).to_be_visible()
    other.wait_for_function("window.heard")
    expect(other.locator("form[data-vote] .problem")).to_have_count(0)
    drafts = "Object.entries(localStorage).find(([name]) => name.includes('drafts'))"
    assert "Begin klein." in page.evaluate(f"({drafts} ?? []).join()")


def test_who_answers_is_told_that_the_question_closed_also_after_a_pause(kinds: Enter) -> None:
    page = _asked(kinds, "choices")
    page.get_by_label("Wonen voor starters").check()
    page.get_by_role("button", name="Stop met bijwerken").click()
    kinds.drive(kinds.made["kinds"]["choices"], "close")
    stage = kinds(None, "scherm")
    expect(stage.get_by_text("De vraag is gesloten.").first).to_be_visible()
    page.get_by_role("button", name="Werk weer bij").click()
    expect(page.get_by_role("button", name="Naar de volgende vraag")).to_be_visible()
    told = "Deze vraag is gesloten terwijl u antwoordde."
    expect(page.locator("[data-voice]")).to_have_text(told)


_STORES = {
    "full": """Storage.prototype.setItem = () => {
        throw new DOMException("", "QuotaExceededError") };""",
    "off": """for (const area of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, area, {
            get() { throw new DOMException("", "SecurityError") } });""",
}


@pytest.mark.parametrize("store", _STORES)
def test_a_device_that_stores_nothing_takes_part_all_the_same(enter: Enter, store: str) -> None:
    page, desk = enter(0), enter(None, "regie")
    page.add_init_script(_STORES[store])
    page.reload()
    expect(page.locator("[data-line]")).to_have_text("verbonden")
    page.get_by_label("Levendige binnenstad").check()
    page.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(page.locator("[data-answered]")).to_contain_text("Ontvangen om")
    desk.get_by_label("Wat men op het scherm leest").fill("Nog vijf minuten")
    desk.get_by_role("button", name="Verstuur", exact=True).click()
    page.get_by_role("button", name="Gelezen").click()
    expect(page.get_by_role("button", name="Gelezen")).to_be_hidden()


def test_a_screen_that_asks_again_forgets_what_it_heard_since(enter: Enter) -> None:
    page, desk = enter(0), enter(None, "regie")
    seen = """is => {
        Object.defineProperty(document, "hidden", { configurable: true, value: !is });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    stream, message = re.compile("/stroom"), page.locator('[data-live="message"]')
    page.evaluate(seen, False)
    page.route(stream, lambda route: route.abort())
    with page.expect_response(lambda answer: answer.url.endswith("/stand") and answer.ok):
        page.evaluate(seen, True)
    page.evaluate(seen, False)
    page.unroute(stream)
    page.evaluate(seen, True)
    desk.get_by_label("Wat men op het scherm leest").fill("Nog vijf minuten")
    desk.get_by_role("button", name="Verstuur", exact=True).click()
    expect(message).to_contain_text("Nog vijf minuten")
    page.evaluate(seen, False)
    page.route(stream, lambda route: route.abort())
    desk.get_by_role("button", name=re.compile("^Haal weg")).click()
    expect(desk.get_by_role("button", name=re.compile("^Haal weg"))).to_have_count(0)
    page.evaluate(seen, True)
    expect(message).not_to_contain_text("Nog vijf minuten")


def test_what_has_the_focus_never_lies_under_the_button_that_sends(kinds: Enter) -> None:
    page = _asked(kinds, "scale")
    page.set_viewport_size({"width": 360, "height": 560})
    send = page.locator(".sends")
    reached = 0
    while not page.evaluate("document.activeElement.closest('.sends') !== null"):
        page.keyboard.press("Tab")
        field = page.locator("form[data-vote] input:focus")
        if field.count():
            reached += 1
            box, bar = field.bounding_box(), send.bounding_box()
            assert box
            assert bar
            assert box["y"] + box["height"] <= bar["y"] + 1
    assert reached == 3, "one stop for each statement"


# Keeps all that a screen reader is told; the clock of the programme, which runs on, aside.
LISTEN = """() => {
  const voice = document.querySelector("[data-voice]"), said = (window.said = []);
  new MutationObserver(() => {
    const text = voice.textContent;
    if (text && !text.startsWith("Opening: nog")) said.push(text);
  }).observe(voice, { childList: true });
}"""


def test_what_happens_is_said_and_votes_are_summed_up_but_not_to_who_is_answering(
    kinds: Enter,
) -> None:
    listener, writer = both = (_asked(kinds, "choices"), kinds(1))
    for page in both:
        page.clock.install()
        page.reload()
        expect(page.locator("[data-line]")).to_have_text("verbonden")
        page.evaluate(LISTEN)
    writer.get_by_label("Wonen voor starters").focus()

    kinds.vote(kinds.made["kinds"]["choices"], [0, 2])
    for page in both:
        expect(page.locator(".poll")).to_contain_text("8 van 8 deelnemers")
        page.clock.run_for(25_000)
    counts = listener.evaluate("said")
    assert len(counts) <= 2, "the first at once, all others together"
    assert counts[-1] == "8 van 8 deelnemers stemden."
    assert writer.evaluate("said") == []

    kinds.drive(kinds.made["kinds"]["choices"], "close")
    expect(writer.locator(".poll")).to_contain_text("De vraag is gesloten.")
    kinds.drive(kinds.made["kinds"]["choices"], "show")
    for page in both:
        expect(page.locator(".poll")).to_contain_text("8 stemmen")
        page.clock.run_for(10_000)
    question = "Waar gaan we mee verder (choices)?"
    both_first = "“Wonen voor starters” en “Meer inwoners aan het werk” staan samen bovenaan."
    assert writer.evaluate("said") == [
        f"Vraag gesloten: {question}",
        f"De uitkomst staat er. Valt op: {both_first}",
    ]


def test_a_tab_that_was_behind_and_a_slow_line_show_what_is_on(kinds: Enter) -> None:
    page = _asked(kinds, "text")
    line = page.context.new_cdp_session(page)
    slow = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    before = page.context.new_page()
    before.bring_to_front()

    kinds.vote(kinds.made["kinds"]["text"], "Begin klein.")
    kinds.drive(kinds.made["kinds"]["text"], "close", "show")
    page.bring_to_front()

    expect(page.locator(".answers")).to_contain_text("Begin klein.")
    expect(page.locator("[data-line]")).to_have_text("verbonden")
    assert page.locator("[data-voice]").get_attribute("aria-live") == "polite"


# Where the sentence on what stands out ends, which comes after the picture; 0 without one.
_LOWEST = "document.querySelector('.remark')?.getBoundingClientRect().bottom ?? 0"


@pytest.mark.parametrize(("number", "kind"), list(enumerate(KINDS)))
def test_each_kind_passes_axe_and_fits_with_large_text_open_and_with_its_result(
    kinds: Enter, large_text: Page, number: int, kind: str
) -> None:
    poll = kinds.made["kinds"][kind]
    kinds.drive(poll, "put")
    phone, stage = kinds(7), kinds(None, "scherm")
    # Each kind on one screen in light and on the other in dark; the next kind the other way round.
    for page, is_dark in ((phone, number % 2), (stage, 1 - number % 2)):
        page.emulate_media(color_scheme="dark" if is_dark else "light", reduced_motion="reduce")
        page.reload()
    expect(phone.locator(f"form[data-vote='{poll}']")).to_be_visible()
    assert violations(phone) == []
    large_text.set_viewport_size({"width": 390, "height": 800})
    large_text.context.add_cookies(phone.context.cookies())  # type: ignore[arg-type]  # same keys
    large_text.goto(phone.url)
    expect(large_text.locator("[data-line]")).to_have_text("verbonden")
    assert large_text.evaluate("document.documentElement.scrollWidth") == 390
    kinds.vote(poll, KINDS[kind].value)
    kinds.drive(poll, "close", "show")
    for page in (phone, stage):
        expect(page.locator(".poll, .stage-poll")).to_contain_text(
            "deelnemers stemden" if page is stage else "8 stemmen"
        )
        assert violations(page) == []
    stage.set_viewport_size({"width": 1440, "height": 810})
    assert stage.evaluate(_LOWEST) <= 810, "all of a result is in sight"
    expect(large_text.locator(".poll")).to_contain_text("8 stemmen")
    assert large_text.evaluate("document.documentElement.scrollWidth") == 390


def test_answers_have_letters_on_the_large_screen_only_where_one_chooses(kinds: Enter) -> None:
    stage = kinds(None, "scherm")
    stage.set_viewport_size({"width": 1440, "height": 810})
    sign = "one => getComputedStyle(one, '::before').content"
    signs = {}
    for kind in ("choices", "scale", "ranking"):
        kinds.drive(kinds.made["kinds"][kind], "put")
        answer = stage.locator(f".stage-poll--{kind} .options--shown > li").first
        signs[kind] = answer.evaluate(sign)
    assert signs == {"choices": "counter(option, upper-alpha)", "scale": "none", "ranking": "none"}


def test_a_closed_question_without_options_says_so_below_the_code(kinds: Enter) -> None:
    kinds.drive(kinds.made["kinds"]["text"], "put", "close")
    stage = kinds(None, "scherm")
    stage.set_viewport_size({"width": 1920, "height": 1080})
    expect(stage.locator(".stage-poll--asks")).to_be_visible()
    closed = stage.locator(".votes__closed").bounding_box()
    code = stage.locator(".code").bounding_box()
    assert closed
    assert code
    assert closed["y"] >= code["y"] + code["height"]
