"""What happened around the invented reviews: live risks, feedback with a reply, thanks."""

from __future__ import annotations

from stillpoint.cases.models import Involvement
from stillpoint.disclosure.holding import place_hold
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.learning.thanking import send_thanks
from stillpoint.people.granting_roles import grant_role
from stillpoint.people.models import Officer
from stillpoint.points.models import Point, PointState
from stillpoint.points.opening_points import ask_for_point, direct_supervisor, holder_of
from stillpoint.reviews import feeding_back, flagging, opening
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Feedback, Review, Round
from stillpoint.risks import handling
from stillpoint.risks.handling import Learning
from stillpoint.risks.models import LiveRisk
from stillpoint.site.demo.force import DemoForce

THANKS = {
    "chief": "The three hours a review stood in everybody's duty plan because you asked for them. "
    "Without that time the spring round would not have been read as closely as it was.",
    "analyst": "You explained the design so plainly that inspectors repeated it to each other. "
    "Thank you.",
    "auditor": "Your question about who may open a case before a round made us better. Thank you.",
}


NOT_ON_FILE = (
    "The call handler's note speaks of a second caller. The file has no account from that person."
)
WHY_HELD = (
    "The force solicitor expects a claim that names this investigation, and asked for everything "
    "to be kept until it is settled."
)


def something_not_on_file_and_a_hold(force: DemoForce, risk: LiveRisk, review: Review) -> None:
    """A reviewer found something that the case file lacks; and the case with the risk is held."""
    at = review.submitted_at
    assert at is not None
    flagging.flag_words(
        by=review.assignment.reviewer, review=review, words=NOT_ON_FILE, now_on_file=True
    )
    RelevanceFlag.objects.filter(source=review.trail_reference).update(flagged_at=at)
    officer = force.named["disclosure_officer"]
    place_hold(by=officer, case=risk.case, kind="legal_claim", reason=WHY_HELD)


def risk_managed_but_unrecorded(review: Review) -> LiveRisk:
    """The example of the paper (P80-P84), carried through to the learning that it opened."""
    raiser, receiver = review.assignment.reviewer, _inspector_of(review)
    risk = handling.raise_risk(
        by=raiser,
        case=review.assignment.selection.case,
        source=review.trail_reference,
        what="Earlier reports suggest that the suspect may be a risk to children. The file does "
        "not say whether he has contact with any, or whether partner agencies were told.",
        who_is_at_risk="Children the suspect may have contact with",
        receiver=receiver,
        direction="Find out today whether he has contact with children, tell children's services "
        "what we hold, and start a safeguarding plan if there is none.",
    )
    steps = (
        ("acknowledge", receiver, "Received. I am ringing the safeguarding team now."),
        (
            "assess",
            receiver,
            "He has contact with two children of a relative. Safeguarding and children's services "
            "agreed a plan in the second week; it is in their system and was never put on ours.",
        ),
        (
            "correct_record",
            receiver,
            "Strategy discussion, plan and names of those who agreed it are now on the case file, "
            "with the dates on which they happened and the date on which they were entered.",
        ),
        (
            "verify",
            raiser,
            "I have read the entries. The risk was managed; the record now says so.",
        ),
    )
    for name, by, text in steps:
        risk = handling.move_risk(by=by, risk=risk, name=name, text=text)
    return handling.open_learning(
        by=raiser,
        risk=risk,
        learning=Learning(
            reflection="With the two sergeants and the safeguarding lead: what made it seem enough "
            "that the plan stood in a partner's system?",
            aim="Every safeguarding step stands on our own record on the day it is taken.",
            capability="Supervisors can say from the file alone who is protected, how, by whom.",
            how_we_shall_know="The next round finds no risk that was managed and not recorded.",
        ),
    )


def risk_that_waits(round: Round) -> LiveRisk | None:
    """A live risk raised from a draft, acknowledged, with its clock running."""
    draft = Review.objects.filter(assignment__selection__round=round, step=1, state="draft").first()
    if draft is None:
        return None
    receiver = _inspector_of(draft)
    risk = handling.raise_risk(
        by=draft.assignment.reviewer,
        case=draft.assignment.selection.case,
        source=draft.trail_reference,
        what="The suspect has started work at a youth club since the case was closed. I see no "
        "record that anybody has told the club or the designated officer.",
        who_is_at_risk="Young people at the club",
        receiver=receiver,
        direction="Speak to the local authority's designated officer today and record it.",
    )
    return handling.move_risk(
        by=receiver, risk=risk, name="acknowledge", text="Received, calling them this morning."
    )


def risk_that_went_up() -> LiveRisk | None:
    """A live risk raised from a point by the officer in the case, that nobody has taken up yet."""
    point = (
        Point.objects.filter(state=PointState.OPEN, case__live=True, participations__role="oic")
        .filter(case__risks=None)
        .select_related("case")
        .order_by("due_at", "pk")
        .first()
    )
    raiser = holder_of(point.case, "oic") if point else None
    receiver = holder_of(point.case, "supervisor") if point else None
    if point is None or raiser is None or receiver is None:
        return None
    return handling.raise_risk(
        by=raiser,
        case=point.case,
        source=point.trail_reference,
        what="The suspect has asked a friend of the victim for her new address. Nobody has spoken "
        "to him about it, and his conditions say nothing of friends.",
        who_is_at_risk="The victim",
        receiver=receiver,
        direction="Ask for a variation of his conditions today, and tell the victim what is done.",
    )


def winter_round(force: DemoForce) -> Round:
    """A round that is open and still to be planned."""
    lead = force.named["lead"]
    round = opening.open_round(
        by=lead,
        name="Winter round",
        purpose="To see whether plans are now looked at again after the interview.",
        how_used="Findings go to those involved first, then to the board, without names.",
        hours_protected=90,
    )
    opening.set_population(by=lead, round=round, population=Population(where={"kind": ("crime",)}))
    return round


def conversation_asked_for(round: Round) -> None:
    """A sergeant asks for a conversation after a good result (P11), of the officer whose feedback
    was answered."""
    officer = for_an_investigator(round).officer
    part = Involvement.objects.filter(officer=officer, role="oic", case__live=True, until=None)
    mine = part.select_related("case").order_by("-case__reported_on", "pk").first()
    sergeant = direct_supervisor(officer)
    if mine is not None and sergeant is not None:
        why = f"{sergeant.titled_name} asked for it: a good result, worth a quarter of an hour."
        ask_for_point(by=sergeant, case=mine.case, kind="rpp3", why=why)


def feedback_is_read(round: Round) -> None:
    """Most of those involved have read theirs; some were away, or have not looked yet."""
    answering = for_an_investigator(round)
    released = Feedback.objects.filter(selection__round=round).select_related("officer")
    for place, feedback in enumerate(released.order_by("pk")):
        if place % 5 and feedback != answering:
            feeding_back.note_seen(by=feedback.officer, feedback=feedback)


def thanks_and_a_role_to_agree(force: DemoForce) -> None:
    """What waits for those whose work is not a case: thanks from the lead, a role to agree."""
    lead, named = force.named["lead"], force.named
    for role, words in THANKS.items():
        send_thanks(by=lead, to=named[role], text=words)
    grant_role(by=named["second_administrator"], officer=named["dci"], role="rasso_lead")


def feedback_with_a_reply(round: Round, force: DemoForce) -> Feedback:
    """An officer has read their feedback and answered; the lead has thanked them."""
    feedback = for_an_investigator(round)
    feeding_back.note_seen(by=feedback.officer, feedback=feedback)
    feeding_back.reply_to_feedback(
        by=feedback.officer,
        feedback=feedback,
        text="Thank you. The early messages were the response officer's idea, please tell her too. "
        "On the plan after the interview: I did look at it again with my sergeant, but only in "
        "conversation. I see now that nobody else could know that.",
    )
    feeding_back.thank_for_good_practice(
        by=force.named["lead"],
        feedback=feedback,
        text="The way you kept in touch, in the way she had chosen, is what I want others to see. "
        "Thank you.",
    )
    return feedback


def a_second_review(round: Round) -> Review:
    found = Review.objects.filter(
        assignment__selection__round=round, step=2, state="submitted"
    ).select_related("assignment__reviewer", "assignment__selection__case")
    return found.order_by("pk")[4]


def _inspector_of(review: Review) -> Officer:
    """The inspector who decided in the case, or another of those involved."""
    parts = Involvement.objects.filter(case=review.assignment.selection.case)
    for role in ("decision_maker", "supervisor", "oic"):
        part = parts.filter(role=role).select_related("officer").first()
        if part is not None:
            return part.officer
    raise LookupError("Nobody is involved in the demonstration's case.")


def for_an_investigator(round: Round) -> Feedback:
    feedback = Feedback.objects.filter(selection__round=round).select_related("officer")
    oics = Involvement.objects.filter(role="oic").values("officer")
    return feedback.filter(officer__in=oics).order_by("pk")[0]
