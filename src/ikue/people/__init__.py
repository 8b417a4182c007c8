"""人・世帯・続柄。Persons and households as one circle knows them: one row per circle.

Seed 第3節(2): 「個人だけではなく、世帯全体が複合的な課題を抱えている」—
the household is the unit.
"""
