"""Conferences: an agenda item and what hangs on it for the window that prepares it (it also keeps
the minutes) and for the members invited to that item, bound to it; a meeting for whoever has an
item in it; coordination as F0 of the circle.
"""

import json

from ikue.casework.rules import MULTI_AGENCY
from ikue.directory.enums import Role
from ikue.kernel.wall import PLACE, Function, Table, any_of, none_of
from ikue.programmes.multi_agency.enums import (
    ENDED_ITEMS,
    HELD,
    WAITING_ITEMS,
    Conference,
    CoordinationState,
    ItemState,
    SupportDecisionState,
)
from ikue.sharing.consent_sql import consent_in_force
from ikue.sharing.enums import FieldClass

F0, F3, F5 = FieldClass.F0.value, FieldClass.F3.value, FieldClass.F5.value

OWN = any_of("owner_window_id", "own_windows()")
NOT_EXCLUDED = none_of("circle_id", "excluded_circles()")
ON_DUTY = "wall.on_duty(circle_id)"
ADD = f"{OWN} AND {ON_DUTY}"
OWN_ROWS = f"{NOT_EXCLUDED} AND {OWN}"
INVITED = any_of("item_id", f"bound({F5})")
IN_OWN_ITEM = any_of("item_id", "own_items()")
CONSENTED = (
    f"(conference <> '{Conference.MULTILAYER.value}' OR wall.all_consent(circle_id, persons))"
)
WAITING = ", ".join(f"'{state}'" for state in sorted(WAITING_ITEMS))
PUT_ASIDE = ", ".join(f"'{state}'" for state in sorted({ItemState.ADJOURNED.value, *ENDED_ITEMS}))

# A member answers for itself, in a row of its own appointment's window: also one who is a member of
# conferences alone and whose window owns no other row.
MY_ANSWER = f"""
{any_of("member_id", "own_memberships()")} AND EXISTS (
    SELECT 1 FROM multi_agency_itemmember m
    JOIN directory_appointment a ON a.id = m.appointment_id
    WHERE m.id = member_id AND m.item_id = multi_agency_memberanswer.item_id
      AND m.circle_id = multi_agency_memberanswer.circle_id
      AND a.window_id = multi_agency_memberanswer.owner_window_id)
"""
# What a partner without an account said; a member with one answers for itself.
WRITTEN_DOWN = f"""({OWN} AND {IN_OWN_ITEM} AND EXISTS (
    SELECT 1 FROM multi_agency_itemmember m
    WHERE m.id = member_id AND m.item_id = multi_agency_memberanswer.item_id
      AND m.appointment_id IS NULL))
"""
# Before the item is talked over; afterwards an answer stands as it was given.
STILL_ASKED = f"""
EXISTS (SELECT 1 FROM multi_agency_agendaitem i
    WHERE i.id = item_id AND i.state = '{ItemState.INVITED.value}')
"""
# 支援決定: by 主管課長 of 多機関協働, in their own name.
OWN_DECISION = f"""
decided_by_id = (SELECT wall.appointment()) AND EXISTS (
    SELECT 1 FROM directory_appointment a
    JOIN directory_window w ON w.id = a.window_id
    JOIN directory_programme p ON p.id = w.programme_id
    WHERE a.id = decided_by_id AND a.window_id = owner_window_id
      AND a.role = '{Role.SECTION_MANAGER.value}' AND p.code = '{MULTI_AGENCY}')
"""

TAKE_BACK = f"""
BEGIN
    UPDATE multi_agency_agendaitem i SET version = i.version + 1, papers = (
        SELECT jsonb_agg(
            CASE WHEN paper @> jsonb_build_object('kind', 'entry', 'id', NEW.id::text)
                 THEN paper || '{json.dumps({"kind": HELD, "text": "", "tag": ""})}'::jsonb
                 ELSE paper END ORDER BY place)
        FROM jsonb_array_elements(i.papers) WITH ORDINALITY AS laid(paper, place))
    WHERE i.circle_id = NEW.circle_id
      AND i.papers @> jsonb_build_array(jsonb_build_object('kind', 'entry', 'id', NEW.id::text));
    RETURN NULL;
END
"""

RELATIONS = ("DROP FUNCTION IF EXISTS wall.unfinished_items(uuid)",)

FUNCTIONS = (
    # What the own window may bind a grant of a conference to.
    Function(
        signature="own_items()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(i.id), '{}') FROM multi_agency_agendaitem i"
        " WHERE i.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])"
        " AND i.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])",
    ),
    # Whom the own window may invite to an own item: who stands on its list, by name.
    Function(
        signature="standing_members(item uuid)",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(m.appointment_id), '{}')"
        " FROM multi_agency_itemmember m JOIN multi_agency_agendaitem i ON i.id = m.item_id"
        " WHERE m.item_id = item AND m.left_at IS NULL AND m.appointment_id IS NOT NULL"
        " AND i.owner_window_id = ANY((SELECT wall.own_windows())::uuid[])"
        " AND i.circle_id <> ALL((SELECT wall.excluded_circles())::uuid[])",
    ),
    # Whose 守秘の確認 the hosting window may note: members of its own items.
    Function(
        signature="members_hosted()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(m.appointment_id), '{}') FROM multi_agency_itemmember m"
        " WHERE m.appointment_id IS NOT NULL AND m.item_id = ANY(wall.own_items())",
        callable_by_app=False,
    ),
    Function(
        signature="item_meetings()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(DISTINCT i.meeting_id), '{}')"
        " FROM multi_agency_agendaitem i WHERE i.meeting_id IS NOT NULL"
        f" AND i.id = ANY((SELECT wall.bound({F5}))::uuid[])",
    ),
    Function(
        signature="take_back_papers()",
        returns="trigger",
        body=TAKE_BACK,
        language="plpgsql",
        volatility="VOLATILE",
        callable_by_app=False,
    ),
    # Whether an item waits for the end of an own meeting, also one of a household that is closed to
    # the viewer: not how many, which would count those households.
    Function(
        signature="has_unfinished_items(meeting uuid)",
        returns="boolean",
        body="SELECT EXISTS (SELECT 1 FROM multi_agency_agendaitem i"
        " JOIN multi_agency_meeting m ON m.id = i.meeting_id"
        f" WHERE i.meeting_id = meeting AND i.state IN ({WAITING})"
        " AND m.owner_window_id = ANY((SELECT wall.own_windows())::uuid[]))",
    ),
    # Where the viewer is a member now: invited, and not left.
    Function(
        signature="own_memberships()",
        returns="uuid[]",
        body="SELECT coalesce(array_agg(m.id), '{}') FROM multi_agency_itemmember m"
        " WHERE m.left_at IS NULL"
        " AND m.appointment_id = ANY((SELECT wall.acting_appointments())::uuid[])"
        f" AND m.item_id = ANY((SELECT wall.bound({F5}))::uuid[])",
    ),
    # 重層的支援会議 discusses nobody without consent: each person named agrees today to somebody.
    # Answered to whoever owes duty there, or it would tell strangers who agreed.
    Function(
        signature="all_consent(circle uuid, persons jsonb)",
        returns="boolean",
        body="SELECT circle = ANY(wall.duty_circles())"
        " AND jsonb_array_length(persons) > 0 AND NOT EXISTS ("
        " SELECT 1 FROM jsonb_array_elements(persons) AS named WHERE NOT EXISTS ("
        "  SELECT 1 FROM sharing_consent c"
        "  WHERE c.person_id = (named->>'id')::uuid AND c.circle_id = circle"
        f"   AND {consent_in_force('c', at='wall.at()')}))",
    ),
)

# An entry under hold lies with the wrong person: every copy that was laid before a conference loses
# its words with it, whoever holds it, and only how it was called stays to be read.
TRIGGERS = (
    """
    CREATE OR REPLACE TRIGGER copies_go_too AFTER UPDATE OF held_at ON casework_entry
    FOR EACH ROW WHEN (NEW.held_at IS NOT NULL) EXECUTE FUNCTION wall.take_back_papers()
    """,
)

TABLES = (
    # Asked of the circle in hand, not gathered over all: read by circle, or by its own window.
    Table(
        name="multi_agency_coordination",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR wall.opens(circle_id, {F0}))",
        add=ADD,
        change=OWN_ROWS,
        fixed=(*PLACE, "referral_id", "case_id", "tally_key"),
        final=(CoordinationState.STEPPED_OUT,),
    ),
    Table(
        name="multi_agency_supportdecision",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('circle_id', f'circles({F3})')})",
        add=f"{ADD} AND {OWN_DECISION}",
        change=OWN_ROWS,
        fixed=(*PLACE, "case_id", "decided_on", "decided_by_id", "tally_key"),
        final=(SupportDecisionState.ENDED,),
    ),
    Table(
        name="multi_agency_meeting",
        read=f"{OWN} OR {any_of('id', 'item_meetings()')}",
        add=OWN,
        change=OWN,
        fixed=("owner_window_id",),
    ),
    Table(
        name="multi_agency_agendaitem",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {any_of('id', f'bound({F5})')})",
        add=f"{ADD} AND {CONSENTED}",
        change=OWN_ROWS,
        # Without consent an item can only be put aside or ended.
        change_to=f"{OWN_ROWS} AND (state IN ({PUT_ASIDE}) OR {CONSENTED})",
        fixed=(*PLACE, "case_id", "conference", "moved_from_id", "tally_key"),
        final=tuple(sorted(ENDED_ITEMS)),
    ),
    Table(
        name="multi_agency_itemmember",
        read=f"{NOT_EXCLUDED} AND ({OWN} OR {INVITED})",
        add=f"{ADD} AND {IN_OWN_ITEM}",
        change=OWN_ROWS,
        fixed=(*PLACE, "item_id", "appointment_id", "agency_code"),
    ),
    # What is said of an item (F5) closes to a member with it, also what that member wrote.
    Table(
        name="multi_agency_memberanswer",
        read=f"{NOT_EXCLUDED} AND ({IN_OWN_ITEM} OR {INVITED})",
        add=f"{NOT_EXCLUDED} AND {STILL_ASKED} AND ({MY_ANSWER} OR {WRITTEN_DOWN})",
        change=f"{NOT_EXCLUDED} AND {STILL_ASKED} AND ({MY_ANSWER} OR {WRITTEN_DOWN})",
        fixed=(*PLACE, "item_id", "member_id"),
    ),
)
