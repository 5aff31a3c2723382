"""A PDF becomes slides, which a clicker goes through and phones follow."""

from playwright.sync_api import FilePayload, expect
from tests.browser.conftest import Enter, press
from tests.web.pdfs import pdf


def test_a_presentation_goes_from_a_file_to_the_phones(enter: Enter) -> None:
    enter.drive(enter.made["poll"], "close")
    organiser = enter.context(None).new_page()
    organiser.goto(f"{enter.live.address}/beheer/{enter.made['slug']}/programma/")
    organiser.get_by_role("link", name="Voeg dia’s toe").first.click()
    file: FilePayload = {
        "name": "Start.pdf",
        "mimeType": "application/pdf",
        "buffer": pdf("Wonen", "Werk", "Zorg"),
    }
    organiser.get_by_label("Een PDF van uw presentatie").set_input_files(file)
    organiser.get_by_role("button", name="Zet om in dia’s").click()
    expect(organiser.get_by_role("img", name="Werk")).to_be_visible(timeout=30_000)

    phone, stage = enter(1), enter(None, "scherm")
    presenter = enter(None, "presenteren")
    presenter.get_by_role("button", name="Toon de uitkomst").click()
    presenter.get_by_role("button", name="Dia 1 van 3").click()
    expect(stage.get_by_role("img", name="Wonen")).to_be_visible()
    press(presenter.get_by_role("button", name="Dia 2 van 3"), 2)
    for screen in (phone, stage):
        expect(screen.get_by_role("img", name="Werk")).to_be_visible()
    stage.keyboard.press("PageUp")
    expect(phone.get_by_role("img", name="Wonen")).to_be_visible()

    presenter.get_by_label("Toon een gemeente, cluster of kenmerk").fill("Gouda wonen")
    presenter.get_by_role("button", name="Zet op de schermen").click()
    expect(phone.get_by_role("heading", name="Gouda: Woningmarkt")).to_be_visible()
    drawing = stage.locator(".shown-figure .chart").first
    parts = []
    for width, height in ((1280, 720), (1920, 1080), (3840, 2160)):
        stage.set_viewport_size({"width": width, "height": height})
        parts.append(drawing.evaluate("one => one.getBoundingClientRect().height / innerHeight"))
    assert max(parts) < 1.15 * min(parts), "a drawing grows with the screen"
    presenter.get_by_role("button", name="Haal de cijfers weg").click()
    expect(phone.get_by_role("img", name="Wonen")).to_be_visible()
