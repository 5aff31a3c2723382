"""The room of a group on a phone: what is in sight, how many taps, how long the page is."""

import re

from playwright.sync_api import expect
from tests.browser.conftest import Enter

PHONES = ({"width": 360, "height": 740}, {"width": 390, "height": 844})
TRANSITION = "groep/3"
"""The group of the cluster with the most opgaven: thirteen cards."""


def test_the_phone_of_who_leads_is_three_screens_at_most_with_the_step_in_sight(
    enter: Enter,
) -> None:
    leader = enter(None, TRANSITION)
    leader.get_by_role("button", name="Leg de opgaven met cijfers klaar").click()
    leader.get_by_role("button", name="Begin met de stappen").click()
    expect(leader.locator(".stint")).to_contain_text("Stap 1 van")
    expect(leader.locator(".pin").nth(6)).to_be_attached()
    for phone in PHONES:
        leader.set_viewport_size(phone)  # type: ignore[arg-type]
        for part, shown in (
            ("Bord", "Het bord"),
            ("Oogst", "Drie zinnen voor de zaal"),
            ("Groep", "Aan tafel"),
        ):
            leader.get_by_role("link", name=part, exact=True).click()
            expect(leader.get_by_role("heading", name=shown)).to_be_in_viewport()
            screens = leader.evaluate("document.documentElement.scrollHeight / innerHeight")
            assert screens <= 3, (part, phone, screens)
            leader.evaluate("scrollTo(0, document.body.scrollHeight)")
            for in_sight in (".stint", ".stint__todo", ".room__keys"):
                expect(leader.locator(in_sight)).to_be_in_viewport()


def test_a_card_is_two_taps_away_and_hides_behind_no_bar(enter: Enter) -> None:
    phone = enter(0, "groep/1")
    phone.set_viewport_size(PHONES[0])  # type: ignore[arg-type]
    phone.get_by_role("link", name="Nieuwe kaart").click()
    field = phone.get_by_label("Tekst van de kaart")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    phone.keyboard.type("Zorg dichtbij")
    phone.get_by_role("button", name="Leg op het bord").click()
    expect(phone.locator(".pin")).to_contain_text("Zorg dichtbij")


def test_on_a_wide_screen_all_cards_of_the_leader_are_open(enter: Enter) -> None:
    leader = enter(None, TRANSITION)
    leader.set_viewport_size({"width": 1440, "height": 810})
    leader.get_by_role("button", name="Leg de opgaven met cijfers klaar").click()
    expect(leader.locator(".pin").last).to_be_visible()
    expect(leader.get_by_text(re.compile(r"^Nog \d+ kaart"))).to_be_hidden()


def test_a_name_of_120_characters_widens_no_page(enter: Enter) -> None:
    organiser = enter(None, "regie/mensen")
    organiser.get_by_role("button", name="Open de deur").click()
    organiser.goto(f"{enter.live.address}/beheer/{enter.made['slug']}/")
    way = organiser.locator("a[href^='/mee/']").get_attribute("href")
    phone = enter.browser.new_context(viewport={"width": 320, "height": 740}).new_page()
    enter.contexts.append(phone.context)
    phone.goto(f"{enter.live.address}{way}")
    phone.get_by_label("Uw naam").fill(120 * "W")
    phone.get_by_label("Uw gemeente").fill("Heerlen")
    phone.get_by_role("button", name="Naar de bijeenkomst").click()
    organiser.set_viewport_size({"width": 320, "height": 740})
    for page, path in (
        (phone, "mee"),
        (phone, TRANSITION),
        (organiser, "regie"),
        (organiser, "regie/mensen"),
        (organiser, TRANSITION),
    ):
        page.goto(enter.at(path))
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (path, wide)
