"""基本理念・基本方針・施策体系。The plan's tree as published, yearly versions, released figures.

Seed 第1節・第2節: 1 基本理念, 3 基本方針, 13 施策, 21 細項目, of unequal depth."""
