"""Administrators are told on every page when Dewan itself is not well. PLT-9"""

import pytest

from trail import health

BANNER = "/readyz/banner"


@pytest.fixture
def figures(monkeypatch):
    found = {"database": {"ok": True, "figure": "sqlite"}}
    monkeypatch.setattr(health, "figures", lambda: found)
    return found


def test_banner_names_what_is_not_ready(client, sari, figures):
    client.force_login(sari)
    assert client.get(BANNER).content.strip() == b""
    figures["sweeps"] = {"ok": False, "figure": 900}
    assert "not well (regular work):" in client.get(BANNER, {"lang": "en"}).content.decode()
    assert "bermasalah (pekerjaan berkala):" in client.get(BANNER, {"lang": "id"}).content.decode()


def test_banner_is_for_administrators(client, oki, sari, figures):
    assert client.get(BANNER).status_code == 302
    client.force_login(oki)
    assert client.get(BANNER).status_code == 403
    assert f'hx-get="{BANNER}"' not in client.get("/profile/").content.decode()
    client.force_login(sari)
    assert f'hx-get="{BANNER}"' in client.get("/profile/").content.decode()
