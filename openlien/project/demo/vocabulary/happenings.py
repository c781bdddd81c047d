"""Accidents, injuries, and what people write down about a case, in sentences of our own."""

ACCIDENTS = (
    ("Rear-end collision", 34, "Stopped in traffic and was struck from behind."),
    ("Intersection collision", 20, "Entered on green and was struck by a driver who did not stop."),
    ("Sideswipe", 9, "A driver changed lanes without looking and forced the vehicle aside."),
    ("Truck collision", 7, "A delivery truck turned across the lane."),
    ("Rideshare passenger", 8, "Rode in the back seat when the driver hit another vehicle."),
    ("Motorcycle", 5, "Was cut off by a car leaving a driveway."),
    ("Pedestrian", 5, "Was struck in a marked crosswalk."),
    ("Bicycle", 3, "Was struck by a car door opened into the lane."),
    ("Slip and fall", 7, "Slipped on a wet floor without a warning sign."),
    ("Dog bite", 2, "Was bitten by a dog that was off its leash."),
)
AFTERMATHS = (
    "Police took a report at the scene.",
    "Went to urgent care the same evening.",
    "Was taken to an emergency room.",
    "Pain began the next morning.",
    "A witness left a phone number.",
    "The other driver admitted fault.",
    "Photographs were taken at the scene.",
)
INJURIES = (
    ("Neck sprain", 30, "Pain and stiffness, worse when turning the head."),
    ("Low back sprain", 28, "Pain when sitting and lifting."),
    ("Shoulder injury", 14, "Weakness when reaching overhead."),
    ("Knee injury", 9, "Swelling and pain on stairs."),
    ("Disc injury, low back", 8, "Pain that runs down one leg."),
    ("Disc injury, neck", 6, "Tingling in one hand."),
    ("Concussion", 5, "Headaches and trouble concentrating."),
)
CALLS = (
    "Called the firm for a status; the paralegal will call back.",
    "The firm confirmed the current stage.",
    "Left a message with the attorney.",
    "The firm says records are complete but for one provider.",
    "The patient confirmed the next appointment.",
    "The adjuster asked for itemised bills.",
    "The firm expects an answer within two weeks.",
    "Asked for the date of disbursement; no date yet.",
)
NOTES = (
    "Letter of protection is on file and signed.",
    "Limits confirmed in writing.",
    "Sent bills and records to the firm.",
    "Balance letter sent.",
    "Firm asked for a reduction; told them to send the settlement breakdown.",
    "Patient moved; address updated.",
    "Checked the docket; hearing date set.",
)
EMAILS = ("Balance letter", "Request for status", "Bills and records", "Reduction request received")
FAXES = ("Balance letter", "Signed letter of protection", "Itemised bills")
FOLLOW_UPS = (
    ("call", "Call the firm for a status"),
    ("call", "Ask for the disbursement date"),
    ("offer", "Ask for an answer to our offer"),
    ("offer", "Renew the offer before it expires"),
    ("document", "Get the copy of the outside bill"),
    ("document", "Ask for the settlement breakdown"),
    ("payment", "Ask when the check goes out"),
    ("email", "Send the balance letter"),
    ("other", "Check the docket for a hearing date"),
)
TASKS = (
    "Call the firm for a status",
    "Ask for the disbursement date",
    "Send balance letter",
    "Check whether the demand went out",
    "Follow up on the reduction request",
    "Confirm that treatment has ended",
    "Get the signed letter of protection",
)
EXPENSES = (
    ("Filing fee", 300, 480),
    ("Medical records", 40, 260),
    ("Expert review", 1500, 6500),
    ("Deposition transcript", 600, 1900),
    ("Process server", 75, 180),
    ("Mediation fee", 900, 3200),
)
PAYERS = ("Law firm", "Insurance carrier", "Patient")
PAYER_WEIGHTS = (88, 9, 3)
