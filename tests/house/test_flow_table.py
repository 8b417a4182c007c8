"""docs/flow.md says what the tables of transitions and the invariants say."""

from tests.house.test_docs import tool

flow_table = tool("flow_table")


def test_the_committed_page_is_what_the_rows_generate():
    page = flow_table.PAGE.read_text("utf-8")
    assert page == flow_table.renewed(page)


def test_every_machine_of_the_flow_stands_there():
    assert [machine.noun for machine in flow_table.machines()] == [
        "相談受付", "アセスメント", "つなぎ", "支援ケース", "同意", "多機関協働の調整",
        "案件", "支援決定", "支援プラン", "役割分担",
    ]  # fmt: skip


def test_a_row_names_verb_states_and_sentence():
    assert flow_table.table(flow_table.CASE).splitlines()[4:6] == [
        "| `open` | 支援を始める | – | 支援中 `open` | 支援を始めた |",
        "| `suspend` | 中断する | 支援中 `open` | 中断 `suspended` | 支援を中断した |",
    ]


def test_control_a_page_that_fell_behind_is_found():
    page = flow_table.PAGE.read_text("utf-8")
    behind = page.replace("支援を始めた", "支援をはじめた")
    assert behind != page
    assert flow_table.renewed(behind) == page
