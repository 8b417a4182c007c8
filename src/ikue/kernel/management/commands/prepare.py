"""`ikue prepare`: migrations, walls and master data, in this order, as owner."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from ikue.kernel import context_key, masterdata, wall


class Command(BaseCommand):
    help = "データベースの準備（移行・行の壁・基準データ）をします。何度でも実行できます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--open-clock",
            action="store_true",
            help="閲覧時刻の許容幅を外します（テストと架空データの作成だけに使います）。",
        )
        parser.add_argument(
            "--only-clock",
            action="store_true",
            help="準備のできたデータベースで、閲覧時刻の許容幅だけを設定し直します。",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tolerance = None if options["open_clock"] else settings.CONTEXT_TOLERANCE_SECONDS
        if options["only_clock"]:
            set_clock(tolerance)
            return
        call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():
            tables = wall.apply_all()
            set_clock(tolerance)
            rows = sum(report.rows for report in masterdata.load_all())
        self.stdout.write(
            f"準備ができました: 行の壁 {tables} 表、基準データ {rows} 行"
            f"（{connection.settings_dict['NAME']}）"
        )


def set_clock(tolerance_seconds: int | None) -> None:
    """The key of the signed context, and how far a moment of viewing may lie from the database's
    own: None for tests and made-up data alone."""
    with transaction.atomic():
        context_key.install(key=settings.CONTEXT_KEY, tolerance_seconds=tolerance_seconds)
