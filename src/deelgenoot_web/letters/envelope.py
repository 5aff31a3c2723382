"""A letter as a mail message."""

import hashlib
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMessage

from deelgenoot_web.letters.bounces import return_address
from deelgenoot_web.letters.models import Attachment, Letter


def envelope(letter: Letter) -> EmailMessage:
    """Make the message. A second try has the same Message-ID, so mail programs show it once."""
    sender = settings.DEFAULT_FROM_EMAIL
    name = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    domain = sender.rpartition("@")[2].strip("> ")
    back = return_address(settings.BOUNCES, letter.pk, letter.to) if settings.BOUNCES else sender
    message = EmailMessage(
        letter.subject,
        letter.text,
        from_email=back,  # on the envelope; people see the header
        to=[letter.to],
        headers={
            "From": sender,
            "Message-ID": f"<{name}@{domain}>",
            "Auto-Submitted": "auto-generated",
            **_ways_out(letter),
        },
    )
    if letter.attachment:
        message.attach(_part(letter.attachment))
    return message


def _ways_out(letter: Letter) -> dict[str, str]:
    """Name the address that stops such letters by a POST, as opening a link must stop nothing."""
    if not letter.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _part(attachment: Attachment) -> MIMEText:
    part = MIMEText(attachment.text, _charset="utf-8")
    part.replace_header("Content-Type", f'{attachment.content_type}; charset="utf-8"')
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
