"""The mail catcher shows what it was sent as text, whatever the text is."""

from email.message import EmailMessage

from tools import mail


def message(**headers: str) -> EmailMessage:
    """Return a message with a text and a calendar part."""
    built = EmailMessage()
    built["Subject"] = headers.get("subject", "A meeting")
    built["To"] = headers.get("to", "kim@center.example")
    built.set_content(headers.get("text", "A meeting is planned."))
    built.add_alternative("BEGIN:VCALENDAR", subtype="calendar")
    return built


def test_a_message_shows_each_part_as_text():
    shown = mail.one_message(message())
    assert "A meeting is planned." in shown
    assert "text/calendar" in shown
    assert "BEGIN:VCALENDAR" in shown


def test_markup_in_a_message_stays_text(tmp_path):
    sent = message(subject="<script>alert(1)</script>", text="<img src=x>")
    (tmp_path / "1.eml").write_bytes(sent.as_bytes())
    for page in (mail.one_message(sent), mail.mailbox(tmp_path)):
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page


def test_the_newest_message_stands_first(tmp_path):
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(message(subject=f"number {number}").as_bytes())
    page = mail.mailbox(tmp_path)
    assert page.index("number 2") < page.index("number 1")


def test_an_empty_mailbox_says_so(tmp_path):
    assert "No message has arrived yet." in mail.mailbox(tmp_path)
