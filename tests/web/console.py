"""A browser of whoever started the server."""

from django.http import HttpResponse
from django.test import Client

from deelgenoot_web.letters.console import give_access


def opened(client: Client) -> Client:
    """The client, once it has used the key of the console."""
    response = HttpResponse()
    give_access(response)
    client.cookies.update(response.cookies)
    return client
