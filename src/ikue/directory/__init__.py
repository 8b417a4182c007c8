"""相談支援機関・窓口。Agencies, windows, fields, 圏域, 町丁目, and the staff's dated appointments.

Seed 第3節(3): 主な相談支援機関, fifteen windows in seven fields. All of it is dated master data."""
