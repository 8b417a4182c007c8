"""What the demo says about itself: where to begin, and who can log in."""

import json

from ikue.local import serve


def test_staff_and_residents_have_a_door_each():
    assert serve.entrances("::1", 8123) == (
        "http://[::1]:8123/ で動いています（Ctrl-C で終わります）\n"
        "  職員の入口  http://[::1]:8123/desk/\n"
        "  住民の入口  http://[::1]:8123/"
    )


def test_each_account_is_told_with_its_window(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IKUE_VAR", str(tmp_path))
    (tmp_path / "demo").mkdir()
    account = {
        "username": "a.b", "password": "three-words-here-123", "totp_secret": None,
        "role": "主任", "window": "あらかわ窓口", "agency": "ある課", "note": "",
    }  # fmt: skip
    (tmp_path / "demo" / "accounts.json").write_text(json.dumps([account]), "utf-8")
    serve.print_accounts()
    assert capsys.readouterr().out == (
        "\n架空のアカウント（この見本だけで使えます）\n"
        "  a.b  three-words-here-123  主任  あらかわ窓口  ある課\n"
        "確認コードを尋ねられたら  .venv/bin/ikue demo-code 利用者ID\n\n"
    )


def test_the_demo_closes_the_clock_before_it_serves():
    prepared = [step for step in serve.DEMO_STEPS if step[0] in ("prepare", "demo-ward")]
    assert prepared == [("prepare", "--open-clock"), ("demo-ward",), ("prepare", "--only-clock")]
