import os

from ikue.local.keys import export_keys, kept_key


def test_a_key_is_made_once_and_closed_to_others(tmp_path):
    first = kept_key(tmp_path / "context.key")
    assert kept_key(tmp_path / "context.key") == first
    assert len(bytes.fromhex(first)) == 32
    assert [file.name for file in tmp_path.iterdir()] == ["context.key"]
    assert (tmp_path / "context.key").stat().st_mode & 0o777 == 0o600


def test_a_key_of_the_environment_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("IKUE_SECRET_KEY", "from the ward's safe")
    monkeypatch.setenv("IKUE_CONTEXT_KEY", "")
    export_keys(tmp_path)
    assert os.environ["IKUE_SECRET_KEY"] == "from the ward's safe"
    assert os.environ["IKUE_CONTEXT_KEY"] == kept_key(tmp_path / "context.key")
    assert [file.name for file in tmp_path.iterdir()] == ["context.key"]
