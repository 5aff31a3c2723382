"""A whole session, from the first sign-in to the report, as its people live through it.

An organiser with a desk, a large screen and a clicker, two facilitators and one who does not come,
and eight participants of four clusters on phones, each in a browser context of their own; all mail
is read on the mailbox page of the server.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.web.live_site import SERVE, LiveSite

expect.set_options(timeout=15_000)

# Two municipalities of each of four clusters.
COMING = {
    "stad-in-transitie": ("Heerlen", "Den Helder"),
    "landelijke-stad": ("Raalte", "Hellendoorn"),
    "werkstad": ("Papendrecht", "Ridderkerk"),
    "voorstad": ("Woerden", "Waddinxveen"),
}
ORGANISER = "organisator@voorbeeld.nl"
TITLE = "Oefenen met elkaar"
CLOSING = "Waarmee gaan we verder"


@dataclass
class Hall:
    """The server, and a browser context for everybody who comes."""

    site: LiveSite
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def newcomer(self, width: int = 360, height: int = 740) -> Page:
        """A page of somebody who was not here before; on a phone, unless said otherwise."""
        context = self.browser.new_context(viewport={"width": width, "height": height})
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(self.site.address + path)

    def letter(self, to: str, link: str) -> str:
        """The newest link that looks like this in the mail to somebody."""
        self.contexts[0].add_cookies([self.site.access])
        mailbox = self.contexts[0].request.get(f"{self.site.address}/postvak/").text()
        letters = [one.get_text(" ") for one in BeautifulSoup(mailbox, "html.parser")("article")]
        found = [re.search(link, text) for text in letters if f"Aan {to}," in text]
        addresses = [one.group(0) for one in found if one]
        assert addresses, f"no letter to {to} with {link}"
        return addresses[0]

    def signed_in(self, email: str) -> Page:
        """The page of somebody who used the link in the mail, on a laptop."""
        page = self.newcomer(1440, 810)
        self.go(page, "/inloggen/")
        page.get_by_label("E-mailadres").fill(email)
        page.get_by_role("button", name="Stuur mij een link").click()
        page.goto(self.letter(email, r"http://\S+/inloggen/\S+/"))
        page.get_by_role("button", name="Log mij in").click()
        return page


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    site = LiveSite(tmp_path, {"DEELGENOOT_ORIGIN": ""})
    site.set_up(looks=True)
    admin = [SERVE, "admin", ORGANISER]
    subprocess.run(admin, env=site.environment, check=True, stdout=subprocess.PIPE)
    site.start()
    made = Hall(site, browser)
    yield made
    for context in made.contexts:
        context.close()
    site.stop()


def test_a_session_from_the_first_sign_in_to_the_report(hall: Hall) -> None:
    organiser = hall.signed_in(ORGANISER)
    slug = _announced(organiser)
    stage = _stage(organiser)
    emails = [_facilitator(organiser, one) for one in list(COMING)[:3]]
    # The third does not come.
    facilitators = [hall.signed_in(email) for email in emails[:2]]
    people = {
        archetype: [_registered_and_in(hall, slug, name) for name in names]
        for archetype, names in COMING.items()
    }
    everybody = [page for pages in people.values() for page in pages]

    _vote(organiser, everybody, stage)
    _groups(organiser, people, facilitators)
    _takes_over(hall, organiser, people["werkstad"][0])
    _plenary(organiser, everybody)
    _report(hall, organiser, everybody[0])


def _announced(organiser: Page) -> str:
    _to_own_meetings(organiser)
    organiser.get_by_role("link", name="Nieuwe bijeenkomst").click()
    organiser.get_by_label("Titel").fill(TITLE)
    soon = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(minutes=10)
    organiser.get_by_label("Begint op").fill(f"{soon:%Y-%m-%dT%H:%M}")
    organiser.get_by_role("button", name="Maak de bijeenkomst").click()
    organiser.get_by_role("button", name="Kondig de bijeenkomst aan").click()
    expect(organiser.get_by_role("link", name="Open de regie")).to_be_visible()
    return organiser.url.rstrip("/").rpartition("/")[2].partition("?")[0]


def _stage(organiser: Page) -> Page:
    """The large screen, in a second window of the organiser."""
    stage = organiser.context.new_page()
    stage.set_viewport_size({"width": 1920, "height": 1080})
    stage.goto(organiser.url)
    stage.get_by_role("link", name="Open het scherm").click()
    return stage


def _facilitator(organiser: Page, archetype: str) -> str:
    email = f"gespreksleider-{archetype}@voorbeeld.nl"
    organiser.get_by_role("link", name="Wie leidt", exact=True).first.click()
    organiser.get_by_label("E-mailadres").fill(email)
    wanted = re.compile(f"gespreksleider.*{_name(archetype)}", re.IGNORECASE)
    option = organiser.get_by_label("Wordt").locator("option").filter(has_text=wanted)
    organiser.get_by_label("Wordt").select_option(option.get_attribute("value"))
    organiser.get_by_role("button", name="Voeg toe").click()
    expect(organiser.get_by_text(email).first).to_be_visible()
    return email


def _registered_and_in(hall: Hall, slug: str, municipality: str) -> Page:
    page = hall.newcomer()
    email = f"{municipality.lower().replace(' ', '-')}@voorbeeld.nl"
    hall.go(page, f"/bijeenkomsten/{slug}/")
    page.get_by_label("Uw gemeente").fill(municipality)
    page.locator("#aanmelden [name=name]").fill(f"Deelnemer {municipality}")
    page.locator("#aanmelden [name=email]").fill(email)
    page.get_by_role("button", name="Meld mij aan").click()
    expect(page.get_by_role("heading", name="Kijk in uw e-mail")).to_be_visible()
    page.goto(hall.letter(email, r"http://\S+/aanmelding/\S+/"))
    page.get_by_role("button", name="Bevestig mijn aanmelding").click()
    page.get_by_role("button", name="Doe mee", exact=True).click()
    expect(page.locator("[data-line]")).to_have_text("verbonden")
    return page


def _vote(organiser: Page, everybody: list[Page], stage: Page) -> None:
    organiser.get_by_role("link", name="Overzicht", exact=True).click()
    organiser.get_by_role("link", name="Open de regie").click()
    _press(organiser, "Opening.*Begin")
    question = "Hebt u vandaag een nieuwe gesprekspartner gevonden"
    _press(organiser, f"Start (peiling|opnieuw).*{question}")
    for number, page in enumerate(everybody):
        answer = "Nee" if number % 4 == 0 else "Ja, en wij hebben iets afgesproken"
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Verstuur mijn antwoord").click()
        expect(page.get_by_text(re.compile("Ontvangen om")).first).to_be_visible()
    # With a clicker: black, close, then show.
    for is_black in ("true", "false"):
        stage.keyboard.press("b")
        expect(stage.locator("[data-blank]")).to_have_attribute("aria-pressed", is_black)
    for shown in ("De vraag is gesloten.", "8 stemmen"):
        stage.keyboard.press("PageDown")
        expect(stage.get_by_text(shown).first).to_be_visible()
    expect(everybody[0].locator('[data-live="poll"]')).to_contain_text("8 stemmen")
    _told(organiser, everybody[0])


def _told(organiser: Page, phone: Page) -> None:
    """A message comes in sight on a phone that is scrolled, and can be taken away."""
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    organiser.get_by_label("Wat men op het scherm leest").fill("Wij lopen uit")
    _press(organiser, "^Verstuur$")
    message = phone.locator(".notice--said", has_text="Wij lopen uit")
    expect(message).to_be_in_viewport(ratio=1)
    _press(organiser, "^Haal weg")
    expect(message).to_have_count(0)


def _groups(organiser: Page, people: dict[str, list[Page]], facilitators: list[Page]) -> None:
    _press(organiser, "In gesprek per cluster.*Begin")
    for (archetype, pages), facilitator in zip(people.items(), facilitators, strict=False):
        for page in pages:
            page.get_by_role("link", name="Naar het bord van mijn groep").click()
            expect(page.get_by_role("heading", name="Het bord")).to_be_visible()
        _to_own_group(facilitator)
        expect(facilitator.get_by_text("U leidt deze groep")).to_be_visible()
        _card_and_dot(pages, archetype)
        expect(facilitator.get_by_role("heading", name=f"Kaart van {archetype}")).to_be_visible()
        _brought_back(facilitator, archetype)
    _press(facilitators[0], "^Roep de organisator")
    expect(organiser).to_have_title(re.compile("^Stad in transitie roept u"))
    _press(organiser, "^Ik kom")
    expect(facilitators[0].get_by_text("De organisator komt (")).to_be_visible()
    # A room is for its own people.
    own = facilitators[0].url
    facilitators[0].goto(facilitators[1].url)
    expect(facilitators[0]).to_have_url(own)


def _takes_over(hall: Hall, organiser: Page, phone: Page) -> None:
    """Nobody leads one group: the desk says so, and one of its people takes over in one click."""
    flag = organiser.locator(".rooms > li", has_text="De gespreksleider is er niet.")
    expect(flag).to_contain_text("Werkstad")
    flag.get_by_role("link", name="Kies wie leidt").click()
    _press(organiser, "^Laat Deelnemer Papendrecht leiden")
    expect(organiser.get_by_text("Leidt deze groep.").first).to_be_visible()
    organiser.get_by_role("link", name="Terug naar de regie").click()
    leader = hall.signed_in("papendrecht@voorbeeld.nl")
    _to_own_group(leader)
    expect(leader.get_by_text("U leidt deze groep")).to_be_visible()
    expect(organiser.locator(".rooms .flag", has_text="Werkstad")).to_have_count(0)
    phone.bring_to_front()


def _to_own_meetings(page: Page) -> None:
    page.get_by_role("link", name="Mijn bijeenkomsten").first.click()


def _to_own_group(leader: Page) -> None:
    _to_own_meetings(leader)
    leader.get_by_role("link", name="Naar mijn groep").click()


def _card_and_dot(pages: list[Page], archetype: str) -> None:
    writer, reader = pages
    writer.get_by_label("Tekst van de kaart").fill(f"Kaart van {archetype}")
    writer.get_by_role("button", name="Leg op het bord").click()
    _press(reader, f"Geef stip.*Kaart van {archetype}")
    expect(reader.locator('[data-mine-text="dots.left"]')).to_have_text("2")


def _brought_back(facilitator: Page, archetype: str) -> None:
    # One group has another first, so that there is something to choose between.
    is_other = archetype == "stad-in-transitie"
    tops = ["Werk voor iedereen", "Passend wonen"] if is_other else ["Passend wonen"]
    for rank, top in enumerate(tops, start=1):
        facilitator.locator(f"[name=top{rank}]").fill(top)
    facilitator.get_by_label("Onze belangrijkste opgave").fill(f"Opgave van {archetype}")
    facilitator.get_by_label("Wat bij een van ons werkt").fill("Samen bouwen")
    facilitator.get_by_label("Wat wij nodig hebben").fill("Tijd")
    expect(facilitator.locator("form[data-saves] [data-answer]")).to_contain_text("Bewaard om")
    facilitator.get_by_role("button", name="Klaar voor de zaal").click()
    expect(facilitator.get_by_role("button", name="Toch nog niet klaar")).to_be_visible()


def _plenary(organiser: Page, everybody: list[Page]) -> None:
    _press(organiser, "Terug in de zaal.*Begin")
    for name in ("Toon de oogst op alle schermen", "Zoek wat vaker terugkomt", "^Bevestig$"):
        _press(organiser, name)
    for page in (everybody[0], everybody[-1]):
        expect(page).to_have_title(re.compile("^Plenair" if page is everybody[0] else TITLE))
    expect(everybody[-1].get_by_text("Opgave van stad-in-transitie")).to_be_visible()
    organiser.reload()
    organiser.get_by_label("Vraag van de slotkeuze").fill(CLOSING)
    _press(organiser, "Maak de slotkeuze")
    _press(organiser, f"Start (peiling|opnieuw).*{CLOSING}")
    for page in everybody:
        # Half of them still stand on the board of their group.
        if "/groep/" in page.url:
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            expect(page).to_have_title(re.compile("^Vraag open"))
            page.get_by_role("link", name="Naar de vraag").click()
        page.get_by_label("Passend wonen").check()
        _press(page, "Verstuur mijn antwoord")
        expect(page.get_by_text(re.compile("Ontvangen om")).first).to_be_visible()
    _press(organiser, f"Sluit.*{CLOSING}")


def _report(hall: Hall, organiser: Page, phone: Page) -> None:
    for is_accident in (True, False):
        organiser.get_by_text("Bijeenkomst afsluiten").click()
        _press(organiser, "Sluit de bijeenkomst af")
        expect(phone.get_by_text("Dank voor uw bijdrage.")).to_be_visible()
        if is_accident:
            _press(organiser, "^Heropen de bijeenkomst")
            expect(phone.get_by_text("Dank voor uw bijdrage.")).to_have_count(0)
    organiser.get_by_role("link", name="Bekijk en publiceer het verslag").click()
    organiser.get_by_label("Voor").select_option("public")
    _press(organiser, "^Publiceer$")
    phone.get_by_role("link", name="Lees het verslag").click()
    stranger = hall.newcomer()
    stranger.goto(phone.url)
    for reader in (phone, stranger):
        for told in (
            "Passend wonen",
            "Opgave van stad-in-transitie",
            "8 deelnemers uit 8 gemeenten",
        ):
            expect(reader.get_by_text(told).first).to_be_visible()
        assert "Deelnemer Heerlen" not in reader.inner_text("main")


def _press(page: Page, name: str) -> None:
    """Press the button with this name, a regular expression."""
    page.get_by_role("button", name=re.compile(name)).first.click()


def _name(archetype: str) -> str:
    return archetype.replace("-", " ").capitalize()
