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
    presenter.get_by_role("button", name="Haal van het grote scherm").click()
    expect(phone.get_by_role("img", name="Wonen")).to_be_visible()


_NAMES = """() => [...document.querySelectorAll(".shown-figure :is(li, .g-names text)")]
    .filter(one => one.getBoundingClientRect().width).map(one => {
        const box = one.getBoundingClientRect(), drawing = one.ownerSVGElement;
        const scale = drawing ? drawing.getScreenCTM().a : 1;
        return {
            name: one.textContent,
            on: drawing ? "map" : "list",
            isInSight: box.top >= 0 && box.bottom <= innerHeight,
            size: parseFloat(getComputedStyle(one).fontSize) * scale / innerHeight,
        };
    })"""


def test_the_names_of_a_cluster_are_read_on_its_map_and_in_the_list_beside_it(
    enter: Enter,
) -> None:
    enter.drive(enter.made["poll"], "close")
    stage, presenter = enter(None, "scherm"), enter(None, "presenteren")
    presenter.get_by_label("Toon een gemeente, cluster of kenmerk").fill("landelijke stad")
    presenter.get_by_role("button", name="Zet op de schermen").click()
    expect(stage.locator(".shown-figure__names li")).to_have_count(17)
    for width, height in ((1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)):
        stage.set_viewport_size({"width": width, "height": height})
        names = stage.evaluate(_NAMES)
        on = {of: sorted(one["name"] for one in names if one["on"] == of) for of in ("map", "list")}
        assert len(on["list"]) == 17
        assert on["map"] == on["list"]
        assert all(one["isInSight"] for one in names), (width, height)
        if width < height:  # nothing is pushed away on a screen that stands upright
            assert stage.evaluate("document.documentElement.scrollWidth <= innerWidth")
            continue
        assert min(one["size"] for one in names) >= 1 / 40, (width, height)
