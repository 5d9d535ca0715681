"""Words by what they do in a police file: the classes that the learned part of the reader sees.

They let it learn from “I find it hard to accept” something about “I struggle to believe”. A word
may stand in several classes; in a run of words it is shown as the first. Change a list, and learn
the weights again: `python tools/train_challenge.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from stillpoint.methods.challenge.passages import words

_LISTED: Mapping[str, str] = {
    "opinion": """
        think thinks believe feel consider find judge reckon suppose conclude regard fear
        submit view opinion judgement judgment mind sense inclined satisfied persuaded
        convinced confess bound minded assess assessment honestly frankly tbh imo imho
        personally conclusion impression incline disposed prefer guess imagine suggest
        propose observe note accept draw attach place read take instinct gut suspicion
        feeling verdict reasoning rationale
        """,
    "doubt": """
        implausible unlikely incredible unconvincing hard difficult doubt doubts doubtful
        dubious improbable strange odd curious puzzling surprising troubling troubled
        troubles struggle struggling sceptical scepticism suspicious questionable
        inconceivable baffling convenient rich unreal inexplicable telling fatal weak poor
        thin hopeless damaging unsafe shaky reservations uneasy concern concerns concerned
        wary caution wonder wonders wondering fanciful incompatible strain strains stretch
        beggars credence reconcile
        """,
    "belief": """
        credible credibility reliable reliability believable plausible genuine truth true
        truthful honest honesty trust weight reliance convincing persuasive believe
        believed belief sincere cogent credit
        """,
    "enquiry": """
        obtain obtained obtaining exhibit exhibited seize seized request requested
        enquiries enquiry inquiries download downloaded submit submitted sample lab
        statement statements timeline chronology sfr interview interviewed disclose
        disclosed schedule scheduled review reviewed meeting briefing isva idva solo soit
        soco csi csm referral referred chase chased awaited outstanding recovered exhibits
        photographed photographs booked arranged tasked actioned viewed secured served
        sought recorded noted logged forwarded informed updated update identified allocated
        agreed linked collected retained preserved conducted taken completed plotted
        transcribed sent uploaded checked contacted appointment visit visits tonight
        tomorrow monday tuesday wednesday thursday friday today soon h2h
        """,
    "reference": """
        abe vri mg3 mg5 mg11 mg6 page pages p pp para tab section log disc exh exhibit ref
        min mins minute hrs cctv anpr gp dna fme fffl sarc dip dash ppn vap oel rv niche
        holmes annex appendix index volume item s41 s9 s10 s28 s75 s76 rui
        """,
    "says": """
        said says saying tells told states stated stating claims claimed asked asks replied
        reply put according quote quoted calls called wrote writes written describes
        described maintains insisted argued asserts remarked added comment comments
        commented words volunteered explains explained reports reported recalled recalls
        suggested announced shouted laughed thinks thought feels felt believes believed
        regards opined complained
        """,
    "third": """
        mother mum sister brother father dad friend friends mate mates manager boss
        neighbour flatmate housemate landlord wife husband girlfriend boyfriend daughter
        son aunt uncle cousin family colleague colleagues teacher tutor receptionist barman
        bouncer doorman warden caller gran nan stepfather stepmother mums dads parents
        nurse doctor paramedic worker elder employer ex driver owner host captain vicar
        """,
    "trial": """
        defence counsel brief barrister jury juror jurors trial closing cross examination
        cross-examination crown prosecution advocate def solicitor solicitors court judge
        cps lawyer prosecutor submission submissions bundle opening kc sols defending
        """,
    "law": """
        act law s75 s74 s76 consent statute statutory offence offences code guidance guide
        direction directions yjcea soa criminal legal definition element elements crimed
        recrimed presumption policy cop college toolkit
        """,
    "rebuttal": """
        myth myths stereotype stereotypes irrelevant relevance relevant bearing assumption
        assumptions trauma freeze freezing common commonly struck removed remove delete
        deleted amended amend rewrite rewritten training trained trainer lecture course
        slide slides seminar workshop wrong mistaken mistake error corrected correct
        neutral neither fallacy unfair regardless whoever whatever anyway irrespective
        notwithstanding often research studies apology apologised feedback learning
        reminded reminder challenge challenged challenging lesson reflect withdrawn
        overturned reopened reopen reinstate disregard ignore ignored discount scrap strike
        """,
    "task": """
        please ask check ensure establish get arrange confirm consider obtain see explain
        record make speak find include send do dont let start go keep leave put take look
        add discuss refer
        """,
    "people": """
        people women woman girl girls man men person someone somebody anyone anybody nobody
        everyone everybody victims complainants folk lads couples couple those adult adults
        wife wives husbands boys boy kids teenagers youngsters ladies lady bloke blokes
        human rapists rapist offenders mothers students clients
        """,
    "ending": """
        nfa close closed closing file filed filing finalise finalised discontinue
        discontinued drop dropped outcome action further proceed charge prosecution
        prosecute decision resources proportionate disproportionate grade grading downgrade
        crime crimed no-crime stand stood recommend recommended advise advised authorise
        priority hours
        """,
    "surely": """
        simply plainly clearly surely obviously course merely rather hardly scarcely really
        certainly evidently frankly truly entirely altogether quite perfectly decidedly
        wholly barely inevitably naturally presumably apparently no-one surprise wonder
        """,
    "rape": """
        rape raped rapes raping attack attacked assault assaulted ordeal
        """,
    "case": """
        case account allegation complaint report story version evidence word claim matter
        file picture narrative
        """,
    "perhaps": """
        perhaps maybe may might possibly could probably likely presumably seems seem
        appears appear suggests suggest points indicates implies tends
        """,
    "asking": """
        why whether what how who where when
        """,
    "real": """
        real genuine proper true actual typical ordinary normal natural normally usually
        ordinarily typically reasonable sensible decent
        """,
    "blame": """
        blame blamed fault responsibility responsible risk risks herself himself themselves
        naive foolish unwise reckless silly invited inviting bargained expected expect
        entitled asked asking
        """,
    "motive": """
        motive lie lied lies lying liar invent invented invention fabricated fabricate
        fabrication revenge spite regret regrets regretted embarrassed embarrassment
        ashamed guilt compensation custody money payout attention excuse cover jealous
        jealousy
        """,
    "ahead": """
        will shall expect anticipate anticipated expected foresee prepare prepared likely
        ready meet answer rebut address adduce lead deal dealt
        """,
}

CLASSES: Mapping[str, tuple[str, ...]] = {
    word: tuple(name for name, listed in _LISTED.items() if word in words(listed))
    for word in sorted(words(" ".join(_LISTED.values())))
}
"""The classes of a word, in the order of the lists."""

ROLES: Mapping[str, str] = {
    **dict.fromkeys(words("ip vic v victim complainant compl aggrieved ap"), "<v>"),
    **dict.fromkeys(words("suspect susp sus s defendant accused"), "<s>"),
}
"""Names that a file gives the victim and the suspect."""

GRAMMAR = words(
    """
    i we me my our you your it this that these those he she they him her his them who which
    what one not no nor never nothing none neither is are was were be been being am has have
    had do does did will would shall should may might can could must ought if so but and or as
    because since than then there here when where why how whether to of for from with without
    by on in at about into against the a an any some such same more most less only just even
    still all both either other another <v> <s> <0> . , ; : ? ! " ( ) -
    """
)
"""Small words that are shown as they are."""
