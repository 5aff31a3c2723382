"""What somebody typed and did not send: it is there again, where it was typed and for whom."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.conftest import Enter

expect.set_options(timeout=10_000)
KEPT = "Object.keys(localStorage).filter(name => name.includes('drafts'))"
OUTSIDE = [
    # Where, with which fields; the first also lies in a fold that opens.
    ("invitation", ["Reactie", "Uw gemeente", "Naam"]),
    ("door", ["Uw naam", "Uw gemeente"]),
    ("registration", ["Functie"]),
]


def test_what_is_typed_is_there_in_another_tab_and_after_a_restart_until_it_is_sent(
    enter: Enter,
) -> None:
    first = enter(0, "groep/1")
    first.get_by_label("Tekst van de kaart").fill("Half getypt")
    state = first.context.storage_state()
    first.context.close()

    restarted = enter.browser.new_context(storage_state=state)
    enter.contexts.append(restarted)
    tabs = [restarted.new_page(), restarted.new_page()]
    for tab in tabs:
        tab.goto(enter.at("groep/1"))
        expect(tab.get_by_label("Tekst van de kaart")).to_have_value("Half getypt")
    tabs[0].get_by_role("button", name="Leg op het bord").click()
    expect(tabs[0].locator(".pin")).to_contain_text("Half getypt")
    tabs[1].goto(enter.at("mee"))
    tabs[1].goto(enter.at("groep/1"))
    expect(tabs[1].get_by_label("Tekst van de kaart")).to_have_value("")
    assert tabs[1].evaluate(KEPT) == []
    other = enter(7, "groep/1")
    expect(other.get_by_label("Tekst van de kaart")).to_have_value("")


def _address_outside(enter: Enter, where: str) -> str:
    if where == "registration":
        return f"{enter.live.address}/aanmelding/{enter.made['registration']}/"
    if where == "invitation":
        return f"{enter.live.address}/bijeenkomsten/{enter.made['invitation']}/"
    desk = enter.context(None)
    sent = {"Origin": enter.live.address, "Accept": "application/json"}
    answer = desk.request.post(enter.at("regie/onderdeel"), form={"door": "open"}, headers=sent)
    assert answer.ok, answer.text()
    stage = desk.new_page()
    stage.goto(enter.at("scherm"))
    code = "".join(re.findall(r"\d", stage.locator(".code__digits").inner_text()))
    return f"{enter.live.address}/mee/{code}/"


@pytest.fixture
def outsider(enter: Enter) -> BrowserContext:
    """A browser of nobody."""
    context = enter.browser.new_context()
    enter.contexts.append(context)
    return context


def _opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize(("where", "labels"), OUTSIDE)
def test_who_is_not_inside_yet_finds_what_was_typed_for_an_hour(
    enter: Enter, outsider: BrowserContext, where: str, labels: list[str]
) -> None:
    address = _address_outside(enter, where)
    page = _opened(outsider, address)
    for fold in page.locator("#reacties summary").all():
        fold.click()
    for label in labels:
        page.get_by_label(label).first.fill(f"Half {label}")
    page.reload()
    for tab in (page, _opened(outsider, address)):
        for label in labels:
            expect(tab.get_by_label(label).first).to_have_value(f"Half {label}")
            expect(tab.get_by_label(label).first).to_be_visible()

    later = _opened(outsider, "about:blank")
    later.clock.set_fixed_time(datetime.now() + timedelta(minutes=61))  # noqa: DTZ005 - of the browser
    later.goto(enter.live.address)
    assert later.evaluate(KEPT) == []
    later.goto(address)
    later.wait_for_load_state("networkidle")
    for label in labels:
        expect(later.get_by_label(label).first).not_to_have_value(f"Half {label}")


def test_what_was_sent_from_the_invitation_is_kept_no_longer_and_no_address_ever(
    enter: Enter, outsider: BrowserContext
) -> None:
    page = _opened(outsider, _address_outside(enter, "invitation"))
    page.get_by_role("textbox", name="E-mailadres").fill("half@voorbeeld.nl")
    page.get_by_label("Functie").fill("Strateeg")
    assert "half@voorbeeld.nl" not in page.evaluate("JSON.stringify(localStorage)")
    assert len(page.evaluate(KEPT)) == 1
    page.get_by_label("Uw gemeente").fill("Heerlen")
    page.get_by_label("Naam").first.fill("Deelnemer 9")
    page.get_by_role("button", name="Meld mij aan").click()
    expect(page.get_by_role("button", name="Bevestig mijn aanmelding")).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_a_heading_that_was_not_sent_stays_with_its_own_card(enter: Enter) -> None:
    page = enter(0, "groep/1")
    for text in ("Eik", "Beuk"):
        page.get_by_label("Tekst van de kaart").fill(text)
        page.get_by_role("button", name="Leg op het bord").click()
        expect(page.locator(".pin", has_text=text)).to_be_visible()
    heading = page.get_by_label("Kop waaronder deze kaart ligt")
    addresses = []
    for text in ("Eik", "Beuk"):
        page.goto(enter.at("groep/1"))
        page.locator(".pin", has_text=text).locator("a[href*='/kaart/']").first.click()
        expect(heading).to_have_value("")
        expect(page.get_by_label("Tekst van de kaart")).to_have_value(text)
        addresses.append(page.url)
        heading.fill(f"Bomen van {text}")
    for text, address in zip(("Eik", "Beuk"), addresses, strict=True):
        page.goto(address)
        expect(heading).to_have_value(f"Bomen van {text}")


def test_the_question_of_the_closing_vote_is_kept_until_who_typed_it_signs_out(
    enter: Enter,
) -> None:
    desk = enter(None, "regie")
    question = desk.get_by_label("Vraag van de slotkeuze")
    question.fill("Wat doen wij morgen?")
    desk.reload()
    expect(question).to_have_value("Wat doen wij morgen?")
    desk.goto(f"{enter.live.address}/beheer/")
    desk.get_by_role("button", name="Uitloggen").click()
    expect(desk.get_by_role("button", name="Uitloggen")).to_have_count(0)
    assert desk.evaluate(KEPT) == []


def test_the_question_of_the_closing_vote_stays_for_when_it_is_made_anew(enter: Enter) -> None:
    for group in (1, 2):
        top = {"top1": f"Opgave van groep {group}", "version": "0"}
        enter.send(f"groep/{group}/oogst", top)
    desk = enter(None, "regie")
    question = desk.get_by_label("Vraag van de slotkeuze")
    question.fill("Wat doen wij morgen?")
    for _press_twice in range(2):
        with desk.expect_request("**/regie/oogst/") as sent:
            desk.get_by_role("button", name="Maak de slotkeuze").click()
        assert "morgen" in (sent.value.post_data or "")
        expect(desk.locator("#oogst [data-answer]")).to_have_text(re.compile("staat klaar"))
        expect(question).to_have_value("Wat doen wij morgen?")
    assert desk.evaluate(KEPT) == []
    question.fill("Wat doen wij vandaag?")
    desk.reload()
    expect(question).to_have_value("Wat doen wij vandaag?")
