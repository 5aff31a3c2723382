"""Letters that come back: what a mail server says of one that it could not deliver (RFC 3464).

Each letter has an address of its own to come back to. It names the letter, and is signed with the
address that the letter went to: who did not get the letter cannot have anybody's mail stopped.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import getaddresses
from typing import Any, NamedTuple

from django.utils.crypto import constant_time_compare, salted_hmac

from deelgenoot_web.letters.refusals import is_of_address

MOST_BYTES = 128 * 1024
"""What is read of a message: the status comes before the letter that comes back."""
_SIGNATURE = 20  # of hexadecimal digits: a part of an address may be changed to lower case
_OWN = re.compile(rf"\+(\d{{1,18}})-([0-9a-f]{{{_SIGNATURE}}})@", re.IGNORECASE)
_TYPE = re.compile(
    rb"(?:^|[\r\n])content-type:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE
)
_LONGEST_TYPE = 2000
"""Bytes: reading one takes `email` the square of its length, 18 s for 120 KB."""
_FAILED = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b")
_UNKNOWN = re.compile(r"\s*5\.0\.0\b")
_CODE_WITHIN = re.compile(r"\s*smtp\s*;\s*5\d\d[ -](5\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE)
_CAME_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_RETURNED = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}


class Bounce(NamedTuple):
    """A letter that will never arrive, by its key, and why in the words of a mail server."""

    letter: int
    address: str
    why: str
    is_of_address: bool


def return_address(bounces: str, letter: int, address: str) -> str:
    """Make the address on the envelope of this letter, of the one that all come back to."""
    name, _, domain = bounces.partition("@")
    return f"{name}+{letter}-{_signature(letter, address)}@{domain}"


def read_bounce(content: bytes) -> Bounce | None:
    """Read a message; None unless it says that a letter of ours failed for good (5.x.x)."""
    content = content[:MOST_BYTES]
    if any(len(match[0]) > _LONGEST_TYPE for match in _TYPE.finditer(content)):
        return None
    try:
        message = message_from_bytes(content)
        if message.get_content_type() != "multipart/report" or not message.is_multipart():
            return None
        parts: Any = message.get_payload()
        for why, is_of_it in _failures(parts):
            for letter, signature in _letters(message):
                for address in _addresses(parts):
                    if constant_time_compare(signature, _signature(letter, address)):
                        return Bounce(letter, address, why, is_of_it)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        pass  # nested without end, or broken so that the parser fails: no mail server writes that
    return None


def _signature(letter: int, address: str) -> str:
    content = f"{letter} {address.lower()}"
    return salted_hmac("deelgenoot.letters.bounces", content).hexdigest()[:_SIGNATURE]


def _letters(message: Message) -> Iterator[tuple[int, str]]:
    """Give the letters, with signatures, that the message says it came back for."""
    for name in _CAME_TO:
        for value in message.get_all(name, []):
            for key, signature in _OWN.findall(str(value)):
                yield int(key), signature.lower()


def _blocks(parts: list[Message]) -> Iterator[Message]:
    for part in parts:
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            blocks: Any = part.get_payload()
            yield from blocks


def _failures(parts: list[Message]) -> Iterator[tuple[str, bool]]:
    """Give what failed for good, and whether that is of the address. Exim says 5.0.0 of all."""
    for block in _blocks(parts):
        status, reply = (str(block.get(name, "")) for name in ("Status", "Diagnostic-Code"))
        if str(block.get("Action", "")).strip().lower() == "failed" and _FAILED.match(status):
            within = _CODE_WITHIN.match(reply)
            code = within[1] if within and _UNKNOWN.match(status) else status
            yield _plain(f"{status} {reply}"), is_of_address(code)


def _addresses(parts: list[Message]) -> Iterator[str]:
    """Give whom it was for: as the server says, or, where mail was passed on, as the letter did."""
    for block in _blocks(parts):
        for name in ("Original-Recipient", "Final-Recipient"):
            yield str(block.get(name, "")).partition(";")[2].strip(" <>\t\r\n").lower()
    for part in parts:
        if part.get_content_type() in _RETURNED:
            content: Any = part.get_payload()
            letter = content[0] if isinstance(content, list) else message_from_string(content)
            for _name, address in getaddresses([str(letter.get("To", ""))]):
                yield address.lower()


def _plain(text: str) -> str:
    """On one line, without what no database keeps."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:300]
