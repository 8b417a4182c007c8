"""閲覧記録・変更記録。Who looked, who changed, on what basis; the door of every view.

Keeps person, grant and appointment as plain identifiers and the basis as text, so that it can lie
below the apps it watches (個人情報保護法 66条 安全管理措置)."""
