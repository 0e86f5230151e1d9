"""Carrier sentences for one date, place, account name or pair of initials each."""

NAMES: dict[str, str] = {
    "date of birth": """
DOB {} confirmed by mum.
Child born {}, first in family to come into care.
d.o.b. {} on police form, ours differs.
YP (dob {}) reported missing by staff.
Gave a false date of birth of {} to the officer.
Date of birth {} checked with school.
Subject, born {}, known to services.
Sibling dob {} also open to the team.
Her date of birth is {} so turns 16 soon.
Age disputed, claims dob {}.
Birth certificate seen, {}.
b. {}, placed with gran since a baby.
Older male gave DOB as {} when stopped.
Unborn now delivered, DOB {}.
""",
    "worded date": """
Last seen {} by staff at breakfast.
Went missing again on {} overnight.
RHI offered for {} but declined.
Review moved to {} due to sickness.
Statutory visit {}, seen alone in bedroom.
No contact with dad since {} apparently.
Found safe and well {} by police.
Court is {}, guardian informed.
{} - returned of own accord, hungry and tired.
Strategy meeting {} attended by police and health.
Says it all started on {} after the row.
Family time due {} at the contact centre.
Placement to end {} and nothing found yet.
Next core group {}.
""",
    "address": """
Lives at {} with mum and two siblings.
Police attended {} and no one in.
Found hiding at {} after a tip off.
Nan's address is {}, key safe by door.
Went to {} to collect belongings.
Visit to {}, home conditions poor.
Taxi booked from {} to school.
Believed to be staying at {} with an older male.
Seen going into {} by a neighbour.
Address check: {} - loud music, four males inside.
Moving to {} when the tenancy starts.
Dad gave {} for bail.
Drugs warrant done at {} this morning.
Party was at {} so parents have been spoken to.
""",
    "school": """
Attends {} but on a reduced timetable.
Excluded from {} for five days.
Head of year at {} rang, not in again.
On roll at {} since the move.
DSL from {} made the referral.
Walked out of {} at lunch and not seen since.
Bullied at {}, says that is why.
Place agreed at {} with transport.
Mates from {} say they were in the park.
Attendance at {} down to half.
Taxi refused to go to {} as late.
PEP held at {}, carer attended.
Wants to go back to {} where friends are.
Sibling is settled at {}.
""",
    "children's home": """
Placed at {} in an emergency.
Staff at {} rang to report missing.
Left {} by the fire door after tea.
Returned to {} by police, searched and fed.
Third move this year, now at {}.
Manager of {} wants notice served.
Back at {} by curfew most nights.
Does not like {} as too far from mum.
Night staff from {} did area search.
Room at {} was checked, phone left behind.
Visited at {}, seen with key worker.
Two others from {} also out.
Reg 44 visit to {} raised same issue.
""",
    "hospital": """
Taken to {} by ambulance after taking tablets.
Admitted to {} overnight for obs.
Left {} before being seen by crisis team.
Nurse at {} rang, wants to discharge.
Bloods done at {} and all fine.
Went missing from {} with cannula in.
Mum is in {} so nan has the kids.
Baby born at {}, social work plan shared.
Police sat with them at {} till bed found.
Paeds ward at {} full, on adult assessment unit.
X-ray at {} showed old fracture.
Collected from {} by foster carer in the early hours.
Discharge meeting at {} not attended by health.
""",
    "handle": """
Goes by {} online and has hundreds of followers.
Second account found, {}, not known to carer.
Messages from {} telling them to come out.
Photos were sent to {} and then shared.
Added by {} who says he is 17.
Mum blocked {} on the tablet.
Posted a story under {} so we know phone is on.
Friend says look at {} for where they are.
Carer to ask about {} when home.
Being followed by {}, adult profile.
Live video on {} showed them in a car.
{} has been reported to the platform.
Username is {} on everything.
""",
    "what3words": """
Caller gave {} to control.
Found sat in woods at {} cold but ok.
Location shared as {} from the app.
Last ping {} then battery died.
Search team to start at {} and work down.
Meet point for taxi {} as no street name.
Ambulance sent to {} on the path.
Den is at {} behind the fence.
what3words {} given by young person on phone.
Bag recovered at {} by dog walker.
Carer waiting in lay-by at {} now.
Officers to {} please, two young people there.
""",
    "initials": """
No further concerns at this time. Signed {}
Will try again tomorrow – {}
Handed over to night staff. {}
Written by {}
Completed by {} on return.
Checked at handover and correct, sgd {}
Meds given and signed for by {}.
RI done by {} in the kitchen.
Visit cancelled by worker - {}
Entry made late due to incident. Initials {}
T/C to mum, no reply. {} (duty)
All quiet, up and down to toilet only. – {}
Authorised by: {}
Case note by {}, EDT.
""",
}
