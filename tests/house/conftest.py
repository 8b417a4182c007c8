"""The guards of the whole tree print what they measured, whether they pass or fail."""


def pytest_terminal_summary(terminalreporter):
    lines = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for key, value in getattr(report, "user_properties", ())
        if key == "size"
    ]
    if lines:
        terminalreporter.write_sep("-", "size of the house")
        for line in dict.fromkeys(lines):
            terminalreporter.write_line(line)
