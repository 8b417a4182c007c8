"""Everything said of a person lies in the circle that knows the person."""

from ikue.kernel.invariants import Invariant

PARTS = ("personname", "gram", "safecontact", "contactpoint", "support", "membership", "relation")

INVARIANTS = (
    Invariant(
        number="5",
        sentence="人についての記録は、その人と同じ支援の輪にある",
        examined=" + ".join(f"(SELECT count(*) FROM people_{part})" for part in PARTS).join(
            ("SELECT ", "")
        ),
        violations=" UNION ALL ".join(
            f"SELECT t.id, '別の支援の輪の人を指しています（{part}）' FROM people_{part} t"
            " JOIN people_person p ON p.id = t.person_id WHERE p.circle_id <> t.circle_id"
            for part in PARTS
        ),
    ),
    Invariant(
        number="5",
        sentence="世帯員は、世帯と同じ支援の輪にいて、関係は二人の間にある",
        examined="SELECT (SELECT count(*) FROM people_membership)"
        " + (SELECT count(*) FROM people_relation)",
        violations="""
SELECT m.id, '世帯と別の支援の輪にあります' FROM people_membership m
JOIN people_household h ON h.id = m.household_id WHERE h.circle_id <> m.circle_id
UNION ALL
SELECT r.id, '別の支援の輪の人との関係です' FROM people_relation r
JOIN people_person p ON p.id = r.other_id WHERE p.circle_id <> r.circle_id
""",
    ),
)
