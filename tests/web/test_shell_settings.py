"""The settings are safe when nothing is said, and stop the start when something is wrong."""

import stat
from pathlib import Path

import psycopg
import pytest

from deelgenoot_web.site import environment


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in environment.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


def test_nothing_said_is_safe() -> None:
    assert not environment.DEBUG.is_on
    assert environment.HOST.read() == "127.0.0.1"
    assert environment.port() == 8000
    assert environment.allowed_hosts() == ["localhost", "127.0.0.1", "[::1]"]


def test_every_setting_is_named_once_and_explained() -> None:
    names = [setting.name for setting in environment.SETTINGS]
    assert len(names) == len(set(names))
    assert all(setting.sentence.endswith(".") for setting in environment.SETTINGS)


def test_on_this_machine_a_key_is_made_once_and_only_for_the_owner(tmp_path: Path) -> None:
    key = environment.secret_key(tmp_path)
    assert len(key) > 50
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_elsewhere_a_missing_key_stops_the_start_and_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104 - the case that must be refused
    with pytest.raises(environment.SettingError, match=r"DEELGENOOT_SECRET_KEY .*token_urlsafe"):
        environment.secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_given_key_is_used_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104 - see above
    monkeypatch.setenv("DEELGENOOT_SECRET_KEY", "given" * 10)
    assert environment.secret_key(tmp_path) == "given" * 10


def test_a_key_that_can_be_guessed_stops_the_start_and_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEELGENOOT_SECRET_KEY", "x")
    with pytest.raises(environment.SettingError, match=r"heeft 1 tekens.*token_urlsafe"):
        environment.secret_key(tmp_path)


def test_only_the_user_of_the_server_reads_the_database(tmp_path: Path) -> None:
    before = tmp_path / "deelgenoot.sqlite3-wal"
    before.touch(mode=0o644)
    environment.keep_database_private(tmp_path)
    for file in (tmp_path / "deelgenoot.sqlite3", before):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_server_holds_a_database_of_sqlite(tmp_path: Path) -> None:
    assert environment.hold_database(tmp_path)
    assert not environment.hold_database(tmp_path)


@pytest.mark.parametrize("word", ["0", "70000", "acht", "-1", "²"])
def test_a_port_that_is_none_is_refused(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", word)
    with pytest.raises(environment.SettingError, match="PORT"):
        environment.port()


@pytest.mark.parametrize(("word", "is_on"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_a_switch_says_yes_or_no(word: str, is_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELGENOOT_DEBUG", word)
    assert environment.DEBUG.is_on is is_on


def test_a_switch_that_says_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELGENOOT_DEBUG", "misschien")
    with pytest.raises(environment.SettingError, match="DEELGENOOT_DEBUG is 'misschien'"):
        assert environment.DEBUG.is_on


def test_names_of_the_site_are_read_with_or_without_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELGENOOT_ALLOWED_HOSTS", "a.example, b.example,")
    assert environment.allowed_hosts() == ["a.example", "b.example"]


def test_the_var_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELGENOOT_VAR", str(tmp_path / "new" / "var"))
    assert environment.var_folder() == tmp_path / "new" / "var"
    assert environment.var_folder().is_dir()


_MAIL = {
    "DEELGENOOT_SMTP_HOST": "mail.example",
    "DEELGENOOT_MAIL_FROM": "deelgenoot@town.example",
    "DEELGENOOT_ORIGIN": "https://deelgenoot.example/",
}


def say(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def test_on_this_machine_mail_stays_here() -> None:
    assert environment.mail_server() is None
    assert environment.public_origin() == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"HOST": "0.0.0.0"},  # noqa: S104 - a case that must be refused
        {"HOST": "::"},
        {"DEELGENOOT_ORIGIN": "https://deelgenoot.example"},
        {"DEELGENOOT_ALLOWED_HOSTS": "localhost,deelgenoot.example"},
        {"DEELGENOOT_ALLOWED_HOSTS": "*"},
    ],
)
def test_where_visitors_come_a_mail_server_is_needed(
    elsewhere: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, **elsewhere)
    with pytest.raises(environment.SettingError, match="DEELGENOOT_SMTP_HOST ontbreekt"):
        environment.mail_server()


@pytest.mark.parametrize("name", _MAIL)
def test_what_mail_needs_is_said_by_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, HOST="0.0.0.0", **{n: v for n, v in _MAIL.items() if n != name})  # noqa: S104
    with pytest.raises(environment.SettingError, match=f"^{name} ontbreekt"):
        environment.mail_server()


def test_a_mail_server_is_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"DEELGENOOT_SMTP_USER": "u", "DEELGENOOT_BOUNCES": "bounces@town.example"}
    say(monkeypatch, HOST="0.0.0.0", **more, **_MAIL)  # noqa: S104
    server = environment.MailServer(
        *("mail.example", 587, "u", "", "starttls"),
        *("deelgenoot@town.example", "bounces@town.example"),
    )
    assert environment.mail_server() == server
    assert environment.public_origin() == "https://deelgenoot.example"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("DEELGENOOT_SMTP_PORT", "x"),
        ("DEELGENOOT_SMTP_TLS", "ssl"),
        ("DEELGENOOT_BOUNCES", "bounces"),
        # Behind the + come up to 40 signs more, and no name is longer than 64.
        ("DEELGENOOT_BOUNCES", "a" * 21 + "@town.example"),
    ],
)
def test_a_mail_setting_that_cannot_be_used_is_refused(
    name: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, **_MAIL, **{name: word})
    with pytest.raises(environment.SettingError, match=f"{name} is '{word}'"):
        environment.mail_server()


_OWNER = {
    "DEELGENOOT_ORGANISATION": "Netwerk M",
    "DEELGENOOT_ADDRESS": "Plein 1, Zutphen",
    "DEELGENOOT_CONTACT": "mailto:m@town.example",
}


def test_on_this_machine_nobody_has_to_say_who_runs_the_site() -> None:
    assert environment.site_owner() == environment.SiteOwner("", "", "", "")


@pytest.mark.parametrize("name", _OWNER)
def test_where_visitors_come_it_must_be_said_who_runs_the_site(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, HOST="0.0.0.0", **{n: v for n, v in _OWNER.items() if n != name})  # noqa: S104
    with pytest.raises(environment.SettingError, match=rf"Geef {name}: wie de site beheert"):
        environment.site_owner()


def test_all_that_is_missing_about_who_runs_the_site_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say(monkeypatch, DEELGENOOT_ORIGIN="https://deelgenoot.example")
    with pytest.raises(environment.SettingError, match=f"Geef {', '.join(_OWNER)}:"):
        environment.site_owner()


def test_who_runs_the_site_is_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, HOST="0.0.0.0", **_OWNER)  # noqa: S104
    owner = environment.site_owner()
    assert owner.privacy_contact == owner.contact == "mailto:m@town.example"
    assert owner.contact_words == "m@town.example"
    say(monkeypatch, DEELGENOOT_PRIVACY_CONTACT="https://m.example/avg")
    assert environment.site_owner().privacy_words == "m.example/avg"


@pytest.mark.parametrize("name", ["DEELGENOOT_CONTACT", "DEELGENOOT_PRIVACY_CONTACT"])
def test_a_contact_that_is_no_address_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, **{name: "javascript:alert(1)"})
    with pytest.raises(environment.SettingError, match=f"{name} is 'javascript:alert"):
        environment.site_owner()


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("", None),
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("10.1.2.3:9464", ("10.1.2.3", 9464)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_figures_are_given_where_the_setting_says(
    monkeypatch: pytest.MonkeyPatch, word: str, place: tuple[str, int] | None
) -> None:
    say(monkeypatch, DEELGENOOT_METRICS=word)
    assert environment.metrics_place() == place


@pytest.mark.parametrize(
    "word",
    [
        "9464",
        "0.0.0.0:9464",
        "[::]:9464",
        "8.8.8.8:9464",
        "town.example:9464",
        "127.0.0.1:0",
        "1:x",
    ],
)
def test_figures_are_given_nowhere_that_strangers_might_reach(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    say(monkeypatch, DEELGENOOT_METRICS=word)
    with pytest.raises(environment.SettingError, match="gebruik een adres van deze machine"):
        environment.metrics_place()


def test_a_way_to_log_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, DEELGENOOT_LOG="JSON")
    assert environment.log_format() == "json"
    say(monkeypatch, DEELGENOOT_LOG="xml")
    with pytest.raises(environment.SettingError, match="DEELGENOOT_LOG is 'xml'; gebruik text of"):
        environment.log_format()


def test_without_an_address_the_database_is_a_file(tmp_path: Path) -> None:
    assert environment.database(tmp_path)["NAME"] == tmp_path / "deelgenoot.sqlite3"


def test_an_address_of_postgresql_is_read_in_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgres://u:p%40ss@db.example:5433/deel?sslmode=require&connect_timeout=9"
    say(monkeypatch, DATABASE_URL=address)
    read = environment.database(tmp_path)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["USER"], read["PASSWORD"]) == ("u", "p@ss")
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example", 5433, "deel")
    options = read["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"]) == ("require", 9)


def test_a_postgresql_that_is_gone_without_a_word_holds_nobody_for_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, DATABASE_URL="postgres://u:p@db.example/deel")
    options = environment.database(tmp_path)["OPTIONS"]
    assert psycopg.conninfo.make_conninfo(**options)  # libpq knows each of them
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == (3, 5000)
    assert options["options"] == "-c lock_timeout=5s"
    say(monkeypatch, DATABASE_URL="postgres://u:p@db.example/deel?currentSchema=town")
    options = environment.database(tmp_path)["OPTIONS"]
    assert options["options"] == "-c lock_timeout=5s -c search_path=town"


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:secret@h/d",
        "oracle8://u:secret@h/d",
        "postgres://u:secret@h/",
        "postgres://u:pass@h:secret/d",
        "secret",
    ],
)
def test_another_address_is_refused_without_repeating_it(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, DATABASE_URL=address)
    with pytest.raises(environment.SettingError, match="DATABASE_URL is geen") as refused:
        environment.database(tmp_path)
    assert "secret" not in str(refused.value)


OIDC = {
    "DEELGENOOT_OIDC_ISSUER": "https://login.town.example/realm",
    "DEELGENOOT_OIDC_CLIENT": "deelgenoot",
    "DEELGENOOT_OIDC_SECRET": "secret",
    "DEELGENOOT_OIDC_NAME": "De stad",
}


def test_without_settings_people_sign_in_nowhere_else() -> None:
    assert environment.sign_in_provider() is None


def test_where_people_sign_in_too_is_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)
    assert environment.sign_in_provider() == environment.IdentityProvider(*OIDC.values())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DEELGENOOT_OIDC_SECRET": "", "DEELGENOOT_OIDC_NAME": ""}, r"SECRET.*NAME ontbreekt"),
        ({"DEELGENOOT_OIDC_ISSUER": "http://login.town.example"}, "https://"),
        ({"DEELGENOOT_OIDC_ISSUER": "login.town.example"}, "https://"),
    ],
)
def test_a_provider_that_cannot_be_believed_is_refused(
    changes: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (OIDC | changes).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(environment.SettingError, match=said):
        environment.sign_in_provider()


def test_a_provider_asks_for_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    with pytest.raises(environment.SettingError, match=r"deelgenoot\[web,oidc\]"):
        environment.sign_in_provider()
