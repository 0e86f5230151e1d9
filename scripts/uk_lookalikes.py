"""Sentences whose figures, capitals and shapes identify nobody."""

import random
import re

SLOTS: dict[str, str] = {
    "bus": "X4|38A|T1|25|9A|N29|X11|61|M1|E3|4C",
    "road": "A470|M6|A55|M4|A38|M25|A4042|B4267|A1(M)|M62",
    "section": "section 47|s.20|s47|S20|sec 17|s.31|Section 136|s.76|section 20|S.47|sec. 46",
    "number": "2|3|4|5|6|7|8|9",
    "teen": "11|12|13|14|15|16|17",
    "dozen": "12|15|20|24|30|36|40|45|48|60|72|90",
    "price": "£20|£3.50|£10|£1.80|£200|£45|£7.99|50p|£1,200|£5",
    "time": "16:45|1645hrs|10pm|0200 hrs|3am|11.30pm|half past 3|quarter to 9|4.15|22:10|7ish|08:30|12.05am|2330",
    "weeks": "4-6 weeks|2-3 days|10-14 days|24-48 hrs|6/52|5-6 months|72 hours|3/7",
    "year": "2019|2020|2021|2017|2015|2022|2012",
    "month": "March|May|August|January|Feb|Sept|December|June|Nov|April",
    "weekday": "Monday|Tues|Weds|Friday|Sat|Sunday|Thurs",
    "act": "Children Act 1989|Equality Act 2010|Mental Capacity Act 2005|Mental Health Act 1983|Children Act 2004",
    "guide": "Working Together 2018|Working Together 2023|KCSIE 2024|Wales Safeguarding Procedures 2019",
    "exam": "GCSE|A level|AS level|BTEC Level 2|Level 3|KS4|KS3|Entry Level 2|Year 9|Y11|NVQ2",
    "thing": "iPhone 13|PS5|Xbox One|iPhone 8|PS4|Nintendo Switch|Galaxy S21|iPad Air 2|JD hoodie|4K TV|AirPods Pro",
    "score": "SDQ 17|PHQ-9 of 12|GAD-7 score 9|SDQ total 23|RCADS T score 68|CRAFFT 4|SDQ score of 8",
    "dose": "15mg|50 mg|5ml|10mg x2|200mg|36mg XL|2.5mg",
    "service": "CAMHS|the CSE team|MASH|YOS|the NRM|the IRO|the LADO|MACE|the VAWDASV lead|R&R",
}
LOOKALIKES = """
Got the {bus} bus into town with mates.
Waited for bus {bus} but it never came.
Threshold met for {section}, visit same day.
{section} explained to mum and she agreed.
Accommodated under s.20 with parental agreement.
Stayed in room {dozen} of the B&B all night.
Staff rang 101 and were on hold for {number}0 mins.
Called 999 as door was locked from inside.
Told to ring 111 about the rash.
Had {price} on them when found.
Borrowed {price} off nan for chips.
Three cans and half a bottle of vodka between {number} of them.
Drank {number} cans of Dark Fruits in the park.
Back by {time} and went straight to bed.
Last seen at {time} heading for the shops.
{time} door alarm went off, staff checked, window open.
Says she is aged {teen} but looks younger.
He is {teen}yrs and about 5 ft {number}.
Male, 6 ft 2, slim, grey trackies, black hoodie.
Wearing size {number} trainers and a size 12 coat.
Working at {exam} and doing ok.
Predicted a 4 in {exam} maths.
Dropped out of {exam} before the exams.
Got a P45 from the car wash.
Upset as {thing} was taken away.
Wants a {thing} for birthday.
Sold the {thing} for {price}.
Police Form 149 sent over by the officer.
Completed Level 3 risk assessment with manager.
Works out of unit {number} on the industrial estate.
Smashed the flat screen when told no.
Walked along the {road} in the dark.
Car broke down on the {road} hard shoulder.
Needs 24/7 supervision at present.
It is 50/50 whether the placement lasts.
Lost 2-1 on penalties and was in a mood.
Football score was {number}-{number}, he was subbed.
Does 10k steps a day with key worker.
RHI done within 72 hours of return.
Interview offered within {weeks} but refused.
To be reviewed in {weeks}.
Melatonin {dose} at night, not taking it.
Prescribed {dose} but stockpiling it.
Attendance is 98% so school not worried.
Attendance down to {dozen}% this term.
Stuck on chapter {number} of the book we read together.
Is at stage {number} of the complaints process.
Duties under the {act} explained.
See {guide}, chapter {number}.
RHI declined, CSE screening tool done instead.
Referral to {service} was not accepted.
Discussed with {service} on {weekday}, nfa.
Came back on {weekday} night.
Every {weekday} and {weekday} is a trigger.
Not been the same since {month}.
Due to move in {month} if funding agreed.
In {year} there were similar worries.
First came into care in {year}, aged {number}.
Moved to phase 2 of the plan.
Met up with {number} of them by the skate park.
Told to ring Childline on 0800 1111 if worried.
Gave the 116 000 missing helpline card.
NSPCC helpline 0808 800 5000 shared with carer.
Samaritans on 116 123 any time.
Showed how to report on ceop.police.uk, declined.
Looked at childline.org.uk together.
Apply on gov.uk for the provisional.
Signposted to www.kooth.com and youngminds.org.uk.
Info at nhs.uk/live-well given to carer.
Had a McDonald's and a 7UP on the way back.
Bought two Greggs sausage rolls and a Red Bull.
Has scored {score} on last screen.
{score}, carer version, so above cut off.
Signed off sick so review put back.
signed up for boxing twice a week
Was on snap till {time}, then phone taken.
Deleted insta and TikTok after the argument.
Met @ the park then went for food.
Home @ {time}, no injuries seen.
Eating ok.sleeping ok.no worries raised.
Was cold.tired.hungry when found.
Goes to the local high school when he goes.
Primary school were always worried about neglect.
At hospital all night with no bed.
Does not want to live in a children's home again.
Ran down the street and over the main road.
Hid in a flat above a shop, would not say where.
Petrol was E10 and he argued about it.
Lists his B12 injections and iron tablets.
Drew a plan on A4 paper for us.
On 1:1 staffing by day and 2:1 at night.
Lateral flow for Covid-19 was negative.
Signal was 4G only so call kept dropping.
Phone on O2, no credit, wifi only.
Watches ITV2 and Channel 4 till late.
Rated 18 so not allowed the game, GTA 5.
Reg 44 visitor raised no concerns.
Pathway plan item 2.3 still not done.
Para 14 of the report was wrong, so amended.
Strategy mtg: police, health, SW & IRO, outcome ABE.
DNA'd CAMHS again, 4th time.
Has an EHCP, PEP and PLO letter all due.
Risk level: AMBER, was RED.
UASC, Home Office decision still awaited.
First, second and third attempts to ring failed.
One of 5 siblings, others adopted.
Smoked {number} or {number} spliffs and {dozen} cigs.
Found with a 3.5g bag and {price} in notes.
Temp was 38.5C so Calpol given.
About {dozen} miles away with no money.
Caught doing 40 in a 20mph zone on an e-scooter.
Bedtime is {time} on school nights, {time} at weekends.
Missing {number} times in {dozen} days.
{number}/12 sessions attended this month.
20+ missed calls from mum between {time} and {time}.
Video had 100,000 views and 2k likes.
The group is mixed, ages {teen}-{teen}.
Marched out saying he may or may not be back.
Will spring this on us again, she said.
Not NEET yet, on a T level taster.
ADHD and ASD assessed, {weeks} wait.
Took the {thing} box back as charger was USB-C.
Parents get DLA, UC and £94.25 a week.
Owes {price} to older lads for weed, "debt is debt".
Ticket was {price} on the Megabus.
Police gave words re ASB and did a PPN / MARF.
Bin bags x{number}, 1 suitcase and a bike came too.
Shift pattern is 2 on 2 off, 7-7.
See appendix B, p.{dozen}, box {number}.
Scored {number}/10 for how safe home feels.
T-shirt was XL, shoes 9 1/2.
Gave Q1-Q{number} honest answers and skipped rest.
"""


def lookalike(rng: random.Random, sentence: str) -> str:
    """One sentence with its slots filled at random.

    >>> lookalike(random.Random(1), "Told to ring 111 about the rash.")
    'Told to ring 111 about the rash.'
    """
    return re.sub(r"\{(\w+)\}", lambda slot: rng.choice(SLOTS[slot[1]].split("|")), sentence)
