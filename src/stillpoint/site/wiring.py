"""The wiring: which handler hears which fact, and what the worker does how often.

This table is the only place where a room's fact meets the rooms above it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from stillpoint.cases import facts as cases_facts
from stillpoint.cases.breaking_glass import announce_ended
from stillpoint.cases.settling_many import settle_as_said
from stillpoint.cases.uploading import import_requested
from stillpoint.disclosure import facts as disclosure_facts
from stillpoint.disclosure import handlers as disclosure
from stillpoint.disclosure.expiring import expire_all
from stillpoint.events.sending import SEND_EMAIL, send_waiting_messages
from stillpoint.events.wiring import Handler, Job, Wiring
from stillpoint.evidence.freezing import report_closed_round
from stillpoint.learning import facts as learning_facts
from stillpoint.learning import handlers as learning
from stillpoint.learning.trying import ask_about_trials_now
from stillpoint.people import facts as people_facts
from stillpoint.people.leaving import finish_leaving
from stillpoint.points import access_closure, setting_aside
from stillpoint.points import facts as points_facts
from stillpoint.points import handlers as points
from stillpoint.points import handlers_attending as attending
from stillpoint.points import handlers_closure as closure
from stillpoint.points import handlers_code_test as code_test
from stillpoint.points import handlers_handover as handover
from stillpoint.points import handlers_parts as parts
from stillpoint.points.closure_hands import find_senders_now
from stillpoint.points.handing_on import find_owners_now
from stillpoint.points.opening_points import after_milestone, open_by_cadence
from stillpoint.points.overtaking import overtake_now
from stillpoint.reviews import blinding
from stillpoint.reviews import facts as reviews_facts
from stillpoint.reviews import handlers as reviews
from stillpoint.reviews import handlers_reviewing as reviewing
from stillpoint.reviews.handing_out import reassign_after_accreditation
from stillpoint.reviews.joined_records import look_again_after_joining
from stillpoint.risks import facts as risks_facts
from stillpoint.risks import handlers as risks
from stillpoint.risks.escalating import escalate_overdue
from stillpoint.site import asking_for_a_password, glass, trail_verifying
from stillpoint.site.telling import choosing
from stillpoint.site.telling.digest import send_digests
from stillpoint.site.wiring_retention import EXPIRING
from stillpoint.trust.actors import job
from stillpoint.trust.roots import export_new_roots
from stillpoint.trust.sealing import seal_all

# What keeps a flag from an officer for now (``disclosure.withholding``).
WITHHOLDING = (blinding.sources_hidden_from,)
# What keeps the end of a case from a first responder for now (``cases.before_trial``).
HELD_BACK = (access_closure.held_back_from,)

WIRING = Wiring(
    handlers={
        cases_facts.ImportRequested: (Handler("import cases", import_requested, alone=True),),
        cases_facts.RuleForManyGiven: (
            Handler("settle held rows by a rule", settle_as_said, alone=True),
        ),
        cases_facts.MilestoneRecorded: (
            Handler("open points", after_milestone),
            Handler("ask for closure notices", closure.outcome_after_milestone),
        ),
        cases_facts.CasesImported: (
            Handler("open points of an import", points.open_after_import, alone=True),
            Handler("join open handovers", handover.join_after_import, alone=True),
            Handler("ask for closure notices", closure.outcome_after_import, alone=True),
        ),
        cases_facts.GlassEnded: (Handler("show broken glass to writers", glass.show_writers),),
        people_facts.OfficerMoved: (
            Handler("hand on points", points.hand_on_after_moving),
            Handler("hand on closure notices", closure.after_moving),
            Handler("hand on requests for time", parts.hand_on_answers_after_moving),
        ),
        people_facts.OfficerLeft: (
            Handler("hand on points", points.hand_on_after_leaving),
            Handler("stand in at handovers", handover.stand_in_after_leaving),
            Handler("hand on closure notices", closure.after_leaving),
            Handler("hand on requests for time", parts.hand_on_answers_after_leaving),
            Handler("hand on live risks", risks.hand_on_after_leaving),
            Handler("hand on actions", learning.hand_on_after_leaving),
            Handler("reassign reviews", reviews.reassign_after_leaving),
            Handler("turn the calendar off", choosing.turn_off_after_leaving),
        ),
        people_facts.RecordsJoined: (
            Handler("look again at reviews of joined records", look_again_after_joining),
        ),
        people_facts.WaysInEnded: (
            Handler("turn the calendar off", choosing.turn_off_with_ways_in),
        ),
        points_facts.PointOpened: (
            Handler("begin a handover", handover.begin_handover),
            Handler("invite to a debrief", parts.invite_to_debrief),
        ),
        points_facts.SectionShared: (
            Handler("tell the other side", handover.tell_of_section),
            Handler("tell of ended signatures", parts.tell_of_ended_signatures),
            Handler("ask for a challenge or its answer", code_test.tell_of_section),
        ),
        points_facts.NoticeMoved: (Handler("tell of a closure notice", closure.tell_of_notice),),
        points_facts.HandoverAccepted: (
            Handler("tell of an acceptance", handover.tell_of_acceptance),
        ),
        learning_facts.ThanksSent: (Handler("tell the person thanked", learning.tell_thanked),),
        learning_facts.TrialDue: (
            Handler("ask whether it worked", learning.ask_whether_it_worked),
        ),
        learning_facts.ActionGiven: (Handler("tell the new owner", learning.tell_new_owner),),
        risks_facts.RiskRaised: (Handler("tell the receiver", risks.tell_receiver),),
        risks_facts.RiskMoved: (Handler("tell whoever acts next", risks.tell_next),),
        risks_facts.RiskDeadlinePassed: (
            Handler("tell of an escalation", risks.tell_of_escalation),
        ),
        disclosure_facts.ErasureAgreed: (
            Handler("erase what is held about a case", disclosure.erase_as_agreed),
        ),
        disclosure_facts.RelevanceFlagged: (
            Handler("tell disclosure officers of a flag", disclosure.tell_disclosure_officers),
        ),
        points_facts.DebriefInvited: (Handler("tell those invited", parts.tell_invited),),
        points_facts.DebriefHandedOn: (Handler("tell the new owner", parts.tell_new_owner),),
        points_facts.TimeAskedFor: (Handler("tell the supervisor", parts.tell_answerer),),
        points_facts.TimeAnswered: (Handler("tell of the answer", parts.tell_of_answer),),
        points_facts.TimeMoved: (Handler("tell the supervisor", parts.tell_of_moving),),
        points_facts.PointHeld: (Handler("tell those named", attending.tell_those_named),),
        points_facts.AttendanceDenied: (Handler("tell who shared", attending.tell_who_shared),),
        points_facts.PointWaived: (Handler("tell the owner", points.tell_owner_of_waiving),),
        points_facts.WordsSetAside: (
            Handler("tell of words set aside", setting_aside.tell_their_writer),
        ),
        points_facts.SectionSigned: (Handler("tell who signs next", parts.tell_next_signer),),
        points_facts.SecondPersonChosen: (
            Handler("tell the second person", code_test.tell_second_person),
        ),
        reviews_facts.LiveCasesLetIn: (
            Handler("tell disclosure officers", reviews.tell_disclosure_officers),
        ),
        reviews_facts.RoundClosed: (
            Handler("make the report of a round", report_closed_round, alone=True),
        ),
        reviews_facts.RoundPublished: (Handler("tell reviewers", reviews.tell_reviewers),),
        reviews_facts.AssignmentGiven: (Handler("tell the reviewer", reviews.tell_reviewer),),
        reviews_facts.AssignmentDeclined: (
            Handler("tell the lead of declining", reviews.tell_lead_of_declining),
        ),
        reviews_facts.ReviewSubmitted: (
            Handler("tell the second reviewer", reviewing.tell_of_submission),
        ),
        reviews_facts.FirstReviewReopened: (
            Handler("tell of a reopening", reviewing.tell_of_reopening),
        ),
        asking_for_a_password.PasswordAsked: (
            Handler("write a letter with a link", asking_for_a_password.write_letter),
        ),
        trail_verifying.VerificationAsked: (
            Handler("verify the trail", trail_verifying.verify_as_asked, alone=True),
        ),
        people_facts.ReviewerAccredited: (
            Handler("tell of accreditation", reviews.tell_of_accreditation),
        ),
        people_facts.AccreditationEnded: (
            Handler("reassign reviews", reviews.reassign_after_accreditation_ended),
        ),
        reviews_facts.FeedbackReleased: (
            Handler("tell those with feedback", reviews.tell_those_with_feedback),
        ),
    },
    schedule=(
        Job("seal the trail", dt.timedelta(minutes=1), seal_all),
        Job("keep the roots elsewhere", dt.timedelta(minutes=1), export_new_roots),
        Job(SEND_EMAIL, dt.timedelta(seconds=10), send_waiting_messages),
        Job("end broken glass", dt.timedelta(minutes=1), announce_ended),
        Job("escalate live risks", dt.timedelta(minutes=1), escalate_overdue),
        Job("open points that come again", dt.timedelta(days=1), open_by_cadence),
        Job("send digests", dt.timedelta(minutes=15), send_digests),
        Job("ask whether it worked", dt.timedelta(hours=1), ask_about_trials_now),
        Job("expire what is not kept", dt.timedelta(days=1), partial(expire_all, EXPIRING)),
        Job(
            "reassign reviews after accreditation",
            dt.timedelta(hours=1),
            partial(reassign_after_accreditation, by=job("reassign after accreditation")),
        ),
        Job("overtake points", dt.timedelta(hours=1), overtake_now),
        Job("find owners of points", dt.timedelta(hours=1), find_owners_now),
        Job("find senders of closure notices", dt.timedelta(hours=1), find_senders_now),
        Job(
            "close leavers’ accounts",
            dt.timedelta(hours=1),
            partial(finish_leaving, by=job("close leavers’ accounts")),
        ),
    ),
    links=asking_for_a_password.LINKS,
)
