"""The closed list of acts that no verb of the walk calls by itself, and why not."""

PREFIX = "ikue."
ASKS = "it asks and changes nothing"
OUTSIDE = {
    f"{PREFIX}{name}": why
    for why, names in (
        (
            ASKS,
            (
                "casework.domain.destinations.destination_groups",
                "casework.domain.destinations.suggested_groups",
                "casework.domain.packets.packet_contents",
                "casework.domain.packets.preview_packet",
                "casework.domain.responsibility.responsible_now",
                "people.domain.life_events.life_events_ahead",
                "programmes.multi_agency.domain.members.invitable",
                "programmes.multi_agency.domain.members.partner_agencies",
            ),
        ),
        (
            "a part of receiving, sending, taking up and splitting",
            (
                "casework.domain.numbers.next_number",
                "casework.domain.receiving.receiving_circle",
                "casework.domain.speaking.record_spoken",
                "people.domain.copying.copy_person",
                "people.domain.households.add_members",
                "people.domain.households.leave_together",
                "people.domain.persons.add_contact_points",
                "people.domain.persons.let_go",
                "people.domain.persons.register_persons",
                "programmes.consultation.domain.joining.go_on_with",
                "sharing.domain.opening.begin_circle",
                "sharing.domain.opening.take_duty",
            ),
        ),
        (
            "a part of writing, adopting, asking, inviting, ending and stepping out",
            (
                "casework.domain.cases.hand_over_follow_up",
                "casework.domain.ending.close_follow_up",
                "casework.domain.plan_afterwards.open_afterwards",
                "casework.domain.plans.adopt_plan",
                "casework.domain.roles.ask_role",
                "casework.domain.roles.copy_role",
                "casework.domain.roles.draft_role",
                "casework.domain.roles.edit_role",
                "casework.domain.roles.remove_role",
                "programmes.multi_agency.domain.custody.entrust_minutes",
                "programmes.multi_agency.domain.decisions.end_with_hand_back",
            ),
        ),
        (
            "a part of noting secrecy, of a death and of a withdrawal as the desk takes it",
            (
                "directory.domain.appointments.acknowledge_secrecy",
                "people.domain.deaths.record_death",
                "people.domain.deaths.take_back_death",
                "sharing.domain.consents.withdraw_consent",
                "sharing.domain.lapsing.lapse_consents",
            ),
        ),
        (
            "how verbs open and close; nobody opens anything by itself",
            (
                "sharing.domain.opening.end_ground",
                "sharing.domain.opening.end_member_grant",
                "sharing.domain.opening.end_resting",
                "sharing.domain.opening.grant_to_appointment",
                "sharing.domain.opening.grant_to_window",
                "sharing.domain.opening.leave_circle",
                "sharing.domain.opening.open_ground",
            ),
        ),
    )
    for name in names
}
