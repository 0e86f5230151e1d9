"""Carrier sentences for one number, web address or reference each, in the register of hurried care and police notes."""

NUMBERS: dict[str, str] = {
    "NHS number": """
NHS number is {} as per the GP letter.
Health visitor quoted {} as the NHS no. when she rang.
Asked A&E to look under NHS {} as no address was held.
nhs no {} - checked with CAMHS duty, no open referral.
LAC health: NHS number {}, last dental not recorded.
Ambulance crew took the NHS number ({}) off the wristband.
School nurse has the NHS number down as {}, this needs checking.
Strategy meeting minutes give NHS no {}.
Consent for medical sent with NHS number {}.
Record merged, correct NHS no. is now {} and the old one closed.
Pharmacy would not release meds without an NHS number so gave {}.
Clinic booked under {} (NHS no), carer aware.
Patient ID {} on the discharge summary handed to carer.
Referral bounced back, they say {} is not the right NHS number.
""",
    "NINO": """
NI number {} has come through ready for the savings account.
PA helped with the UC claim, NI no {}.
Leaving care worker asked for the national insurance number, gave {}.
NINO {} on the letter from DWP.
Job Centre would not see them without NI, it is {}.
Bank form done with NI {}.
Letter from HMRC found in bedroom, NI number {} at the top.
Payslip from the car wash shows {} as the NI no.
Young person knows own NI number by heart, {}.
Mum's benefit letter has NINO {} on it.
Apprenticeship paperwork: national insurance {}, start date not agreed.
Pathway plan section on money - NI no. {}, ISA open.
Adult male gave NI number {} in custody.
""",
    "postcode": """
Taxi dropped them at {} and driver waited.
Postcode given was {}, not known to us.
Phone last pinged near {} just after midnight.
Nan's flat is {} but she says not seen.
Missing from {} since teatime.
Police did a drive by of {} with no trace.
Uber receipt shows drop off {}.
Parcel came addressed to {}.
Address on file ends {} and carer confirms it is out of date.
Checks to be done at {} by response tonight.
Sat nav in the car was set to {}.
Placement postcode {} for the transport team.
Friend's mum lives at {}, she has been asked to ring if they turn up.
Collected from outside the shop, {}, by duty worker.
""",
    "outward postcode": """
Lives in the {} area but would not say where.
Says there is a flat somewhere in {} where they all go.
Phone pinged in {} then switched off.
postcode {} is all we have for the boyfriend.
New placement sought, not in {} due to risk.
Known to hang round {} with older males.
Cabs taken to {} three nights running.
Moved out of {} last year and misses mates there.
Has a tattoo of {} as that is where the group is from.
Told police only that it was a house in {}.
Fights between the {} lot and the others after school.
Dealer's line covers {} and surrounding.
Sibling placed with nan in {}.
Post code {} comes up again on the mapping.
""",
    "phone": """
Rang mum on {}, no answer, left voicemail.
New number for the young person is {}.
Called back from {} and hung up.
Tel {} given for the out of hours foster support.
Message came from {} saying they were safe.
Dad can be reached on {} after work.
Unknown contact saved as Bro, {}, rang nine times overnight.
Please text {} when found.
EDT to ring carer on {} with update.
The older male's mob is {} according to a friend.
Asked network to locate {}, request refused.
Contact no. {} not recognised when tried.
Number written on hand: {}.
Left my number, {}, with the shop in case they come back.
WhatsApp from {} asking where they were.
""",
    "e-mail": """
Emailed {} for an update, no reply.
School contact is {} for anything urgent.
Account set up under {} without carer knowing.
Please send the report to {} by end of day.
Young person uses {} for gaming.
Log in is {} and password is saved on the tablet.
Received from {} at close of play, see attached.
cc {} into all return interview paperwork.
Threats came from {} and were screenshotted.
Dad asked for minutes to go to {}.
e-mail bounced from {}, need another.
Contact for the placement: {}.
Paypal payments from {} shown on the statement.
""",
    "URL": """
Profile is at {} and is open to all.
Link in the chat went to {} which carer opened.
Video of the fight posted on {} overnight.
Screenshots saved, original at {} before it was taken down.
Found {} in the search history.
Friend shared {} showing them at a party.
Police asked to preserve {} as evidence.
See {} for the missing poster.
Second account at {} that mum did not know of.
Location shared through {} but it had expired.
They were sent {} by an adult male online.
Clicked on {} and then asked for pictures.
Record is at {} if you have access.
""",
    "plate": """
Got into a silver Corsa, reg {}, which drove off.
Carer noted the plate as {}.
Vehicle {} seen outside again tonight.
ANPR hit on {} heading out of town.
Dropped off by an older male in a black Golf {}.
Index {} comes back no keeper.
White van {} parked up by the unit all evening.
Neighbour thinks the registration was {}.
Same car as last time, {}, two males in front.
PNC check on {} done by the officer.
Young person sat in back of {}, seen by staff from the window.
Moped with plate {} used to pick up.
CCTV shows them getting out of {} by the shop.
Stopped in vehicle {} with three others.
""",
    "passport": """
Passport number {} held in the office safe.
Passport {} expires soon, PA to renew.
Mum has handed over the passport, no. {}.
Ports alert put on with passport no {}.
Travelled on passport {} with an aunt.
Home Office have the passport, number {}.
Copy of passport on file ({}), original lost.
ID seen: passport {}.
BRP / passport no. {} recorded at age assessment.
Passport application done, old passport was {}.
Consent for holiday, passport {} needed by the airline.
Dad says he has passport {} and will not give it back.
Lost passport reported, last number {}.
""",
    "driving licence": """
Provisional licence {} arrived in post.
ID checked, driving licence {}.
Taxi driver's licence no {} passed to licensing.
Male gave a driving licence in the name of another, {}.
DVLA number {} on the card found in bedroom.
Foster carer's driving licence {} copied for file.
Licence number {} for the insurance.
Provisional held in office, driver no. {}.
Driving licence no. {} seen by worker at visit.
Applied for CBT with licence {}.
DBS form lists licence {}.
Police seized licence {} from the older male.
Driver number is {}, no points.
""",
    "police reference": """
Reported to police, {}.
Police have it as {} and will attend.
{} created, graded medium.
Please quote {} when ringing in.
Missing report closed under {} once home.
Linked to {} from last week.
Officer rang back re {} with nothing new.
Carer given {} and told to call if they return.
{} refers, see also intel submission.
No update on {} as at handover.
Strategy discussion held, {} noted on file.
Theft from shop, {}, community resolution likely.
Assault recorded as {} but does not support prosecution.
EDT passed {} to day team.
""",
    "care reference": """
Allocated to duty, {}.
See {} for previous missing episodes.
Record is {} on the system.
{} - case note added by EDT.
Please put all uploads under {} not the sibling.
Duplicate found, {} to be closed.
Front sheet shows {} and status open.
Referral from school gave {} only.
Directions hearing listed, {}, guardian to attend.
Panel paperwork to go under {}.
Conclusive grounds awaited, {}.
{} used for transport booking by mistake.
Virtual school have them as {}.
Letter received quoting {} with no cover note.
""",
}
