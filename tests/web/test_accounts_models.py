"""A person is known by address, and by nothing else."""

import pytest
from django.contrib.auth import get_user
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client

from deelgenoot_web.accounts.models import Person, new_salt


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(email="Ada@Town.example", name="Ada")


@pytest.mark.django_db
def test_one_address_is_one_person_however_it_is_written(ada: Person) -> None:
    assert ada.email == "ada@town.example"
    assert Person.objects.get_by_natural_key("ADA@town.example") == ada
    with pytest.raises(IntegrityError):
        Person.objects.create(email="ada@TOWN.example")


@pytest.mark.django_db
def test_the_database_refuses_an_address_in_capitals(ada: Person) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.update(email="Ada@town.example")


def who(client: Client) -> object:
    request = HttpRequest()
    request.session = client.session
    user = get_user(request)
    return user if user.is_authenticated else None


@pytest.mark.django_db
def test_a_new_salt_ends_every_session(ada: Person, client: Client) -> None:
    client.force_login(ada)
    assert who(client) == ada
    ada.session_salt = new_salt()
    ada.save()
    assert who(client) is None
