"""Words that bring in a myth about who somebody is: M04, M14 to M19, M21 and M27."""

from __future__ import annotations

from collections.abc import Mapping

from stillpoint.methods.challenge.phrases import Phrases

_MALE = r"(?:man|male|men|males|lad)"

WHO_THEY_ARE: Mapping[str, Phrases] = {
    "M04": Phrases(
        r"""
        flirt* | provocativ* | promiscuous | sleeping around | sleeps around | reputation
        dressed | outfit | clothing she | what she was wearing | she was wearing
        wearing (?:~2 )?(?:short|revealing|skimpy|little|next) | skirt | low-cut
        (?:short|tight|revealing|skimpy|little) (?:~1 )?(?:dress|skirt|top|clothes|clothing)
        all over him | dressed to | draped over | dancing on | (?:up )?dancing | revealing
        led (?:him|them) on | leading (?:him|them) on | sexual history | party girl
        good-time girl | has a name for | a flirt | up for a laugh | heels | make-?up | bikini
        lingerie | underwear | tattoo* | attention from men | tactile
        kissing (?:several|other|different) | sat on his lap | dancing (?:~3 )?with | grinding
        behaving towards | manner towards (?:him|men) | (?:over-?)?familiar with | easy
        forward with | suggestive* | teas* him | come-on | came on to | sexually active
        many partners | number of partners
        """
    ),
    "M14": Phrases(
        r"""
        (?:previous|earlier|past|other|prior|two|three|several|numerous|multiple|similar|\
        repeat|before|history of) (?:~4 )?(?:allegations?|complaints?|reports?|complainant|\
        incidents? reported|retractions?)
        (?:allegations?|complaints?|reports?) (?:~3 )?(?:before|previously|in the past|\
        against (?:different|other|several|two|three)) | cried wolf | crying wolf
        serial (?:complainant|accuser|reporter) | withdr[ae]w* | withdrawn | retract*
        recant* | reluctan* | unwilling* | disengag*
        refus(?:ed|es|al|ing) (?:~1 )?to (?:hand|engage|give|attend|support|cooperate|\
        provide|sign|complete|make|be|take|go)
        (?:not|n't|stopped|failed to|failure to) (?:~2 )?(?:engage|engaging|cooperat*|\
        co-operat*|support|supportive|return*|attend)
        (?:has|had|have) (?:~2 )?(?:made|reported) (?:~5 )?(?:times|occasions|before|\
        previously|allegations|reports) | reported (?:~3 )?on (?:~2 )?occasions
        habit of (?:making|reporting) | lukewarm
        reported (?:something|a similar|the same|similar) | came to nothing | pulled out
        ignored (?:our|my|calls)
        (?:missed|cancelled) (?:~2 )?(?:appointments?|meetings?|interviews?) | hot and cold
        not the first time | reported (?:~2 )?(?:before|previously|other)
        made (?:~3 )?(?:allegations?|reports?|complaints?) | nfa'd before | backed out
        blows hot | declined to | dipping in and out | in and out of engagement
        change of heart
        history of (?:~2 )?(?:reporting|complaints|allegations|reports|withdrawing)
        """
    ),
    "M15": Phrases(
        r"""
        mental (?:ill-?)?(?:health|illness|disorder|capacity|condition|state)
        mh (?:markers?|issues|history|problems)? | eupd | bpd | personality disorder | bipolar
        schizo* | psychosis | psychotic | paranoi* | delusion* | depress* | anxiety
        hears? voices | voices | ptsd | sectioned | manic | self-harm* | overdos* | suicid*
        unstable | instability | crisis team | psychiatr* | medication | sertraline
        hallucinat* | tendency to fantasise | fantasis* | psych\w* | counselling
        anti-?depressants | mentally | breakdown | panic attacks | care coordinator
        learning (?:disabilit*|difficult*) | autis* | asd | adhd | asperger* | neurodiver*
        special needs | low iq | mental age | dementia | memory problems | head injury
        brain injury | vulnerable adult | disab* | cognitive
        """
    ),
    "M16": Phrases(
        r"""
        sex work* | street worker | street girl | prostitut* | sugar (?:daddy|baby)
        massage parlour | in the trade | transaction* | known to sell
        paid (?:~2 )?(?:sex|company|services) | street sex | escort* | working girl
        selling sex | sells sex | sold sex | sexual services | brothel | only ?fans
        sold content | content online | cam(?:ming)? (?:work|girl)
        adult (?:work|industry|services) | punter* | the booking | occupational hazard
        paid for (?:sex|the|her|it|services|a booking) | refused to pay | did not pay
        for payment | client | line of work | exchang* sex | sex for | stripper | lap ?dancer
        that job
        """
    ),
    "M17": Phrases(
        rf"""
        (?:adult|grown|big|strong|fit|well-built|heterosexual|straight|gay|\
        bisexual) (?:~1 )?{_MALE} | gay | lesbian | homosexual | bisexual | transgender
        trans | queer | lgbt* | his sexuality | her sexuality | sexuality
        two (?:women|females) | (?:between|involv*) (?:two )?(?:women|females|men|males)
        (?:body|bodily|physical|physically|physiological) (?:~1 )?(?:respon*|reaction|react*|\
        aroused) | aroused | arousal | erection | ejaculat*
        {_MALE} (?:~2 )?could (?:be|have) (?:~2 )?(?:raped|made|forced) | works doors
        six ?f(?:oo)?t | 6ft | 6' ?[0-9] | male ip | male victim | gay man | closeted
        in the closet | his own sexuality | sauna | chemsex | drag | non-binary | two males
        two men | boys | rugby player | plays prop | strong lad
        male (?:vic|victim|ip|complainant) | as a man | both men | another (?:man|male)
        """
    ),
    "M18": Phrases(
        r"""
        (?:strong|confident|assertive|independent|experienced|intelligent|educated|mature|\
        tough|feisty|outspoken|capable|strong-willed|fit|big|powerful|\
        sturdy) (?:~3 )?(?:woman|female|person|lady|lad|girl|professional|character)
        (?:large|big|older|elderly|plain|overweight|unattractive|heavy|heavily|tall|\
        taller) (?:~1 )?(?:woman|female|lady|build|built|man|male|than) | size and build
        her (?:size|build|age|appearance|looks|weight|height)
        (?:strength|size|build|weight|height) (?:~2 )?compared | stronger than | bigger than
        twice his | half (?:his|her) size | (?:is|aged|was|of),? (?:7|8|9)[0-9]
        in (?:her|his) (?:~1 )?(?:forties|fifties|sixties|seventies|eighties|nineties|40s|\
        50s|60s|70s|80s) | elderly | pensioner | old age | martial arts | self-defence
        kick ?boxer | boxer | athlete | soldier | bouncer | doorman | police officer herself
        streetwise | senior manager | gives orders | half (?:her|his) age | woman of [0-9]{2}
        going on (?:2|3|4)[0-9] | (?:mature|old) for (?:her|his) | looks older | grown woman
        mature (?:woman|lady) | older than | younger than
        not (?:~1 )?(?:his|the suspect's) type | out of his league | good shape | gym
        fit and | able-bodied | capable of | size | worldly | no shrinking violet
        great-?grandmother | grandmother | frail | twenty years (?:older|younger|his senior)
        beautiful | street-wise | look after herself | able to defend | defend herself
        attractive | good-looking | handsome | pretty wife | wife at home | assertive
        overpowered | appearance | not a victim type | come across as a victim
        """
    ),
    "M19": Phrases(
        r"""
        good (?:character|name|job|family|standing) | clean record
        (?:no|without) (?:~1 )?(?:previous|previous convictions|precons|pre-cons|\
        criminal record|trace pnc|trace) | no trace | (?:never|not) been in trouble
        respected | respectable | well thought of | well-respected | pillar of | family man
        (?:steady|responsible|professional) job | career
        (?:his|a promising|bright) (?:~2 )?future | promising
        university (?:place|career|course) | livelihood | prospects of | joining the
        (?:full-time|good|secure|well-paid) (?:employment|job|work)
        never come to (?:~1 )?notice
        (?:not|never) (?:~1 )?(?:known|come) to (?:police|us|our) | everything to lose
        lot to lose | nice lad | young man with | in work | no previous
        presents as (?:~1 )?(?:credible|genuine|honest) | only (?:1[0-9]|2[0-5]) | life ahead
        whole life | glowing | (?:any|no) (?:~2 )?trouble | well regarded | thought highly of
        good reference* | volunteers | well liked | charming | polite | well-?spoken
        well spoken | good family | from a good | graduate | apprentic* | volunteer* | charity
        church\w* | scout* | served (?:his|in the) | military | veteran
        serving (?:officer|soldier) | no pre ?cons | lost his job | lose his job
        fully cooperat* | upstanding | gentleman | popular | reputation as
        decent (?:man|lad|bloke|chap|young) | articulate | hard-?working
        (?:teacher|doctor|coach|vicar|nurse|surgeon|student|officer|firefighter|paramedic|\
        businessman|councillor|soldier) (?:~1 )?(?:with|and|who|of)
        successful (?:business|man|career) | girlfriend
        (?:wife|employer|colleagues|references|boss) (?:~3 )?(?:speaks?|highly|vouch*)
        speaks? highly | character (?:references|witnesses) | married with
        open and (?:genuine|honest)
        (?:came|comes) across (?:~2 )?(?:as )?(?:~1 )?(?:open|honest|genuine|well|credible|\
        sincere|decent|likeable|believable) | cooperat(?:ed|ive) | co-operated
        attended voluntarily | voluntarily | answered all | out of character | measured
        plenty of (?:female|women|girlfriends) | sort of man | type of man | kind of man
        """
    ),
    "M21": Phrases(
        r"""
        cultur*
        (?:her|his|their|same|that|whose) (?:~1 )?(?:faith|religion|religious|community|\
        background|beliefs) | religious beliefs | within the community | devout
        (?:this|that|the|their) community | muslim | hindu | sikh | christian | jewish
        catholic | islam* | arranged marriage* | arranged | honour | traveller*
        travelling (?:family|community) | gypsy | mosque | church elder* | temple | imam
        pastor | jehovah* | strict (?:family|parents|upbringing|household) | upbringing
        dowry | (?:polish|romanian|somali|pakistani|indian|nigerian|afghan|african|asian|\
        eastern european|roma|bangladeshi|chinese) (?:~1 )?(?:community|man|men|woman|women|\
        family|background|culture|national|nationals)? | council estate | rough (?:area|part)
        posh | student visa | language barrier | interpreter | back home | over here
        their ways | roma | asylum | immigration | immigrant* | migrant* | visa | refugee
        overstayer | illegal* in | recently arrived | arrived in the uk
        that part of the world | foreign national
        (?:speaks|limited|little|poor) (?:~1 )?english | estate where
        from (?:an|that|a rough|a deprived) (?:~1 )?(?:estate|area|background)
        their background | in their country | where (?:he|she|they) comes? from | ethnic*
        tradition* | caste | working class | deprived
        """
    ),
    "M27": Phrases(
        r"""
        chaotic | pnc | (?:police|arrest) record | offending | druggie | junkie | dependent on
        in and out of | children (?:~2 )?(?:removed|in care|taken) | unemployed | evict*
        squat | next fix | magistrates | sofa-?surf* | petty (?:thief|crime|criminal)
        previous for | convicted of | offender herself | on (?:probation|licence|bail)
        street drinker | unreliable (?:life|attender) | care home | absconder | runaway
        runs away | no fixed | time-?waster | nuisance | repeat caller | well-known | drifter
        methadone | track record | attention seek* | homeless* | rough sleep* | rough-sleep*
        sleeps rough | no fixed abode | nfa address | hostel | addict* | alcoholic
        alcohol depend* | drug (?:user|habit|dependen*|debts|addict*|problem) | class a
        heroin | crack | spice | user who
        (?:criminal|offending) (?:record|history|background|past)
        (?:previous|numerous|many|several) (?:~2 )?convictions | precons | pre-cons
        (?:convictions?|record|history) (?:for|of) (?:~2 )?(?:dishonesty|theft|fraud|lying|\
        violence|shoplifting|asb|offending|deception|drugs) | asb | shoplift*
        (?:in and out|out) of (?:prison|custody|jail) | known to (?:us|police|officers)
        well known to | frequent (?:caller|flyer|missing) | regular caller
        persistent (?:missing|caller|misper) | misper | missing person
        (?:in|from|leaving|through) care | care leaver | background in care | lifestyle
        way of life | warning markers | markers for | wanted for | the company she keeps
        associates? with (?:criminals|offenders|drug) | drug debts | make trouble
        troublemaker | gang | beg(?:s|ging) | lying to staff | social services | benefits
        """
    ),
}
