"""With everything of the case file's side in hand, nothing of an advocate's record is found."""

import re

import pytest
import redis
from django.conf import settings as configured
from django.core.management import call_command

from tests.crawl import sign_in_again
from tests.plugins.roles import as_owner
from tests.victims.proofs import stores
from tests.victims.proofs.use import CONTROL, MARK, Use, confidential_addresses, models
from victims.confidential.router import ALIAS

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])


@pytest.fixture
def used(world, client_as, tmp_path, monkeypatch):
    """Use the whole confidential side; return the people, and what was logged."""
    redis.Redis.from_url(configured.REDIS_URL).flushdb()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with stores.log_lines() as lines:
        use = Use(world, client_as)
        use.everything(team=False)
        yield use, lines


def test_probe(used, world, tmp_path):
    use, lines = used
    for name, codes in sorted(use.sent.items()):
        print(name, codes)
    print("not opened", {n for n, _ in confidential_addresses()} - use.opened)
    for name, html in use.refused.items():
        errors = re.findall(r"error-message[^>]*>([^<]*)", html)
        print("refused", name, use.sent[name], errors[:6])
    main = stores.dump("default")
    whole = "\n".join(main.values())
    print("size", len(whole))
    for t, text in main.items():
        if MARK in text:
            print("MARK in", t, re.findall(".{80}" + MARK + ".{20}", text)[:2])
    places = {
        "main": whole,
        "sessions": stores.sessions(),
        "mails": stores.mails(),
        "broker": stores.broker(),
        "logs": "\n".join(lines),
        "files": stores.files(tmp_path),
    }
    for key, column in stores.keys_of(ALIAS).items():
        for n, text in places.items():
            if key in text:
                print("KEY", column, key, n, [t for t, x in main.items() if key in x])
    for n, text in places.items():
        print(n, len(text), text.count(MARK))
    empty = []
    with as_owner(ALIAS):
        for model in models():
            rows = list(model.objects.unscoped(reason="t"))
            print(model.__name__, len(rows))
    print("\n".join(lines)[:3000])
    assert 0
