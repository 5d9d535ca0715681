"""Words that bring in a myth about what happened: M01 to M03, M05 to M13 and M20 to M25.

Finding them says nothing by itself: a file must record drink, delay or calm. They matter only
where a conclusion is rested on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from stillpoint.methods.challenge.phrases import Phrases

V = r"(?:she|he|they|ip|i\.p|vic|victim|v|complainant|aggrieved|ap|iv|female|male|witness)"
"""What the victim is called in a log."""

DID_NOT = (
    r"(?:(?:did|does|could|would|had)(?: not|n't)|never|failed to|made no attempt to"
    r"|nor did \w{1,12})"
)
_NO = (
    r"(?:no|nothing|none of the|any|lack of|absence of|without|not (?:a|any)|never any|nil|zero"
    r"|little)"
)

WHAT_HAPPENED: Mapping[str, Phrases] = {
    "M01": Phrases(
        r"""
        stranger (?:attack|rape)
        (?:no|without|not|any|or) (?:~2 )?(?:weapon|force|violence|threats?)
        (?:lack|absence) of (?:~2 )?(?:weapon|force|violence|threats?) | acquaintance
        knew each other | known to (?:her|each other) | (?:known|knew) (?:him|each other)
        not (?:~1 )?violent | no blood | (?:gentle|non-violent|consensual in nature) | mates?
        colleagues | housemates? | flatmates? | ordinary (?:house|bedroom|setting)
        typical rape | classic rape | usual rape | what most people | someone (?:she|he) knows
        friend of the family | friendly terms | jumped out | dark alley | indoors
        (?:not|did not|wasn't) (?:~2 )?(?:use (?:any )?(?:force|violence)|used force|dragged|\
        held down|forced|overpowered|threatened) | used force
        (?:real|typical|classic|textbook|stereotypical|proper) (?:of a )?rape
        typical of (?:a |an )?rape | not (?:a )?stranger | domestic setting
        in her own (?:bed|bedroom|home|house|flat)
        (?:she|he) (?:already )?knew (?:him|the suspect|her attacker)
        """
    ),
    "M02": Phrases(
        r"""
        married | marriage | marital | husband | wife | spouse | man and wife
        (?:long-term|sexual|intimate|ongoing|established|existing) (?:~2 )?relationship
        (?:established|long-term|married) couple | are (?:~1 )?(?:a|an) (?:~2 )?couple
        (?:his|her|long-term) (?:girlfriend|boyfriend|partner) | being (?:his|her) partner
        in a (?:~3 )?relationship | (?:been|were|are|still) (?:~1 )?together
        domestic dispute | stayed with him | sharing a bed | bed with her partner
        (?:continu*|carried on|went on) (?:to live|living|to share) | lovers
        (?:years|yrs) together | wedding | girlfriend and boyfriend | partners
        civil partner* | living together | cohabit* | within the relationship | their own home
        """
    ),
    "M03": Phrases(
        r"""
        (?:weekend|night|week|day|evening) with him
        (?:next|following|same) (?:weekend|night|week)
        (?:slept|been to bed|gone to bed|sleeping) (?:~1 )?(?:together|with)
        (?:previous|previously|earlier|prior|past|consensual|on-off) (?:~3 )?(?:sex|sexual|\
        intimacy|intimate|consensual|encounter*|relations)
        (?:continued|carried on|chose|went on|wanted|happy) (?:~1 )?(?:to see|seeing|to meet|\
        to contact|in contact|to sleep)
        (?:remained|stayed|kept) (?:~1 )?in (?:contact|touch)
        (?:met|saw|visited|contacted|meet|meeting|see|seeing) (?:~3 )?again
        (?:resume*|rekindle*|restart*) (?:~2 )?(?:sexual|relationship|relations|contact)
        consensual (?:sex|activity|contact|encounter) | (?:sexual|shared) history
        had (?:~2 )?(?:sex|agreed to sex) (?:~4 )?(?:before|after|earlier|previously|on)
        (?:let|allowed) him (?:~1 )?kiss | agreed to sex
        went back (?:~5 )?(?:next|following|later|again|another|weekend|week)
        of her own accord | (?:friends|fwb) with benefits
        casual (?:relationship|partner|partners|thing) | sexual partner | slept with
        hooked up | (?:returned|went back) to (?:his|the) | (?:hook|hooking) up | holiday with
        went out with him again | had been (?:kissing|intimate|seeing) | kissing
        made (?:out|up) with | slept together | on-off | seeing each other
        having sex regularly | (?:lovers|sexual partners)
        continu* (?:~2 )?(?:live|living|to live) with | remained with
        """
    ),
    "M05": Phrases(
        r"""
        dr[aiu]nk | drinking | drunken | intox* | alcohol | booze | tipsy | inebriat* | wasted
        wine | vodka* | lager | beers? | spirits | cider | prosecco | gin | shots | in drink
        heavily in drink | hungover | hangover | pissed | sober | cocaine | cannabis | weed
        mdma | ketamine | amphetamine* | under the influence
        (?:taken|taking|took|using|used|on) (?:~1 )?(?:drugs|substances|pills)
        drug (?:use|user|taking) | barely stand | bottle of | level of drink | blacked out
        black-out | blackout | consumed
        """
    ),
    "M06": Phrases(
        r"""
        (?:both|each|neither|two|parties) (?:~4 )?(?:drinking|drunk|intoxicated|drink|\
        taken drugs|alcohol)
        (?:he|suspect|susp|s|himself|his own) (?:~4 )?(?:drinking|drunk|intox*|cocaine|\
        level of drink|inebriated|been using) | intoxicated himself
        got (?:out of hand|carried away|a bit carried) | carried away | heat of the moment
        lost control | could not hold back | hot-blooded | libido | frustrated | frenzy
        drunken state | under pressure at
        (?:his|suspect's|susp's) (?:~2 )?(?:intoxication|drinking|drunkenness|libido|urges)
        could not (?:stop|control|help) himself | once aroused | aroused (?:male|man|men)
        young (?:men|males|lads) (?:~3 )?(?:his|age|that) | (?:sexual )?(?:urges|frustrat*)
        starved of affection | acted on impulse | impulse | misjudged
        misread the (?:situation|moment) | one thing led to another
        """
    ),
    "M07": Phrases(
        r"""
        (?:went|gone|go|going|goes|came|come) (?:~1 )?(?:back|home|up|off|round|upstairs|\
        inside|into) (?:~1 )?(?:to|with|alone)
        (?:went|gone|go|going|came) to (?:~1 )?(?:his|the|a|her) (?:~1 )?(?:house|flat|room|\
        hotel|home|place|address|car|bedroom|bed)
        (?:invit*|let|allow*|ask*|had) (?:~3 )?(?:in|into|back|round|up|inside|in for|home|\
        stay|share) | walk(?:ed)? home with
        accept(?:ed|ing)? (?:~1 )?(?:a )?(?:lift|drinks?) | accepted drinks | left with him
        hand in hand | hitch* | walking (?:~1 )?(?:alone|home alone|through) | out alone
        on her own | got in(?:to)? (?:~2 )?(?:car|taxi|van|cab)
        meet(?:ing)? (?:~1 )?(?:a stranger|strangers|someone she) | after hours | sleepover
        shared a (?:bed|tent|room) | dating (?:app|site|profile) | tinder | bumble | grindr
        hinge | first date | met online | off the internet | into bed with
        got into (?:his|bed|the car|a car)
        (?:put|placed|placing|putting) (?:herself|himself|themselves) (?:~1 )?(?:in|at)
        naive | foolish* | reckless* | irresponsible | should have known
        taking (?:a )?risks? | (?:took|takes|ran) (?:a|the|an) (?:~2 )?risk | obvious risk
        vulnerable position | brought (?:this|it) on
        (?:stay|stayed|staying|spend|spent) the night | willingly went
        leav(?:e|ing) (?:~4 )?with (?:a|two|three|men|him|the) | hardly knew
        chose to (?:go|walk|leave|stay|get in|share)
        share (?:her|his|a) (?:taxi|bed|room|cab|sofa) | alone with (?:him|the suspect|a man)
        unaccompanied | after-?party | a gamble | gambled | harm's way | late at night
        in the early hours | back to (?:his|hers|mine|theirs|the)
        """
    ),
    "M08": Phrases(
        rf"""
        {DID_NOT} (?:~4 )?(?:shout|scream|fight|resist|struggle|run|leave|escape|push|call|\
        called|cry|say no|said no|say|tell|tell him|told|protest|object|stop him|kick|bite|\
        flee|ask for help|ring|try to (?:get|leave|escape|run|stop|push))
        {_NO} (?:~2 )?(?:resistance|struggle|fight|shouting|protest|screams?|\
        attempt to (?:leave|escape|flee|get away|stop|resist|run)|signs? of (?:a )?struggle|\
        refusal|objection)
        at no (?:point|time|stage) (?:~2 )?(?:did|said|say|told|tell|ask|asked|object|\
        resist*|protest*)
        never (?:~1 )?(?:said|told|called|shouted|screamed|asked|objected|resisted|cried|\
        fought|protested|tried) | froze | freezing | just lay there | lay still
        let it happen
        (?:every|ample|plenty of) (?:~1 )?(?:opportunity|opportunities|chance|chances)
        opportunity to (?:leave|escape|shout|call|alert|run) | complied | compliant
        submitted | gave in | gave up | did nothing | no effort to
        without (?:~1 )?(?:protest|complaint|struggle|objection) | lay there
        could (?:~1 )?have (?:left|fought|run|called|shouted|screamed|walked|got)
        (?:chose|decided) not to (?:leave|run|shout|call|fight) | went along with it | passive
        no evidence that she told | no evidence (?:~3 )?(?:said no|resisted|struggled)
        have (?:screamed|shouted|fought|resisted|struggled|run|called)
        put up (?:~2 )?(?:resistance|fight|struggle) | made no attempt
        could have (?:rung|called|pushed|left|shouted|run|screamed|walked)
        """
    ),
    "M09": Phrases(
        rf"""
        injur* | found none | no doctor
        {_NO} (?:~4 )?(?:injur*|bruis*|marks?|trauma|forensic*|dna|cctv|corroborat*|\
        independent|witnesses|medical|scratches|supporting|physical|semen|tearing)
        (?:not|nor) (?:~4 )?(?:torn|injured|bruised|a single mark|marked|corroborated|damaged)
        negative (?:swabs?|samples?|results?|forensics?|toxicology) | see (?:any )?bruis*
        (?:forensics?|swabs?|dna|medical|examination|fme|lab|sarc) (?:~3 )?(?:negative|\
        found nothing|inconclusive|nothing|did not find|shows? no|no trace|found no)
        word alone | nothing (?:~4 )?(?:forensic*|medical|injur*|bruis*|marks?|cctv|support)
        physical evidence | unsupported | intact | clean (?:swabs|medical) | uncorroborated
        medical findings
        """
    ),
    "M10": Phrases(
        rf"""
        delay* (?:~2 )?(?:in|of|report*|before|disclos*|complain*|coming) | brought this up
        only (?:~1 )?brought | when interviewed for | gap | delayed | delay | delays
        (?:reporting|reported|complained|disclosed) (?:~1 )?(?:after|so|some) | only now
        on the eve | sat on (?:it|this) | belated*
        (?:[0-9]{{1,3}}|two|three|four|five|six|seven|eight|nine|ten|several|many) (?:weeks|\
        months|years) (?:on|to|ago|elapsed|passed|old)
        late (?:report|disclosure|complaint|reporting) | waited
        wait(?:ing)? (?:~3 )?(?:before|until|to)
        {DID_NOT} (?:~3 )?(?:report|disclose|tell (?:the|her|his|anyone|any|a|police|\
        officers)|mention|come forward|call (?:the )?police|complain|go to the police|inform|\
        contact the police) | not (?:~1 )?reported
        failure to (?:report|disclose|tell|mention)
        failed to (?:report|disclose|tell|mention) | come forward (?:now|after|so)
        came forward | said nothing | straight away
        (?:only|later) (?:~2 )?(?:mention*|disclos*|report*|came|told)
        (?:complaint|report|allegation|disclosure) was (?:~1 )?(?:made|late) | drip-fed
        drip feed | partial (?:account|disclosure) | piecemeal | years? (?:later|after|before)
        left it | came to light only | historic* | non-recent
        (?:took|taken) (?:~3 )?(?:weeks|months|years|days|so long) | no (?:~1 )?complaint
        no one told | nobody told | told (?:no one|nobody) | (?:told|telling) (?:no-one)
        the timing | came up only | (?:weeks|months|days|hours) (?:later|after|before)
        more added later
        """
    ),
    "M11": Phrases(
        r"""
        demeanour | calm | calmly | matter-of-fact | laugh* | smil* | joking | joked | giggl*
        no emotion | unemotional | emotionless | detached | flat affect | composed | cheerful
        presentation | body language in (?:the )?(?:abe|interview) | her reaction
        his reaction | attitude | hostile | aggressive | uncooperative | rude | evasive
        (?:over|overly|too) (?:emotional|dramatic) | as normal | went to work | carried on as
        (?:not|n't|did not|wasn't|never) (?:~3 )?(?:upset|distressed|cry|crying|tearful|\
        cried|emotional|shaken|traumatised|bothered|scared|in tears)
        more (?:concerned|bothered|interested|worried) (?:about|in|with) | posting on
        posted (?:~2 )?(?:online|on|photos|pictures|selfies)
        went (?:~1 )?out (?:~3 )?(?:next|following|same|that)
        without (?:~2 )?(?:emotion|tears|distress)
        came across as (?:cold|flat|rehearsed|an act) | unaffected | bubbly | chatty | upbeat
        in good spirits | fell asleep | slept | that scared
        not (?:~1 )?(?:seem|appear|look|come across)
        seemed (?:~1 )?(?:fine|normal|happy|ok|okay|relaxed|unbothered)
        in (?:her|his) (?:abe|interview) (?:~1 )?(?:was|seemed|appeared) | manner
        got on with | ate | shopping | holiday | blas[eé]
        """
    ),
    "M12": Phrases(
        r"""
        timeline (?:does|did|is) | first said | sketchy | inconsisten*(?! with) | discrepan*
        contradict(?:ed|s|ory|ions?) (?:herself|himself|accounts?|about|on|in|between|\
        statements?) | contradicted
        (?:different|several|conflicting|two|three) (?:~2 )?(?:versions|accounts|stories)
        (?:account|story|version|statement|details?|timeline) (?:~3 )?(?:chang*|vari*|shift*|\
        differ*|grown|evolv*|does not match|vague|confused|muddled|patchy|lacking|fragmented|\
        unclear|jumps)
        (?:gaps|holes|lapses) in (?:~2 )?(?:memory|account|recollection|recall|story|\
        evidence|version) | (?:patchy|vague|fragment*|muddled|confused|sketchy|partial|poor|\
        hazy) (?:~1 )?(?:recollection|memory|account|recall|details?|story|version)
        fragments | vague | hazy | muddled | evolved | embellish* | changed (?:her|his) answer
        when pressed | rambling | incoherent | jumbled | all over the place | amnesia
        no recollection | no memory
        (?:could not|couldn't|cannot|can't|unable to|unsure|not able to) (?:~2 )?(?:say|\
        remember|recall|give|describe|explain|tell us|put|sure)
        (?:got|gets|getting) (?:~2 )?(?:date|day|time|times|dates|order|room|detail|details|\
        facts) (?:~1 )?wrong | full of holes | inconsistent throughout | (?:holes|gaps)
        details (?:~2 )?added
        changed (?:her|his|their) (?:mind|story|account|version|evidence) | keeps changing
        peripheral detail | mistaken about | different (?:things|details)
        """
    ),
    "M13": Phrases(
        r"""
        regret* | remorse | revenge | get back at | getting back at | spite | vindictive
        malicious | (?:made|making) (?:this|it) (?:all )?up | caught out | sympathy | motive
        ulterior | incentive | invented (?:the|it|this) | made (?:it|this|the rape) up
        cover (?:it|this|herself|up) | cover up | save face | excuse (?:her|his)
        explain (?:~2 )?(?:where|absence|lateness)
        custody (?:case|battle|dispute|proceedings|of the|hearing) | dispute over the child*
        family court | child contact | compensation | cica | housing | financial gain
        for money | owed (?:her|him|money) | pay (?:her|him) back | unfaithful | cheat*
        affair | boyfriend (?:found|would|finding) | ended the relationship
        (?:broke|split) (?:up|off) | jealous* | grudge | take (?:her|him) back
        so that (?:she|he|her|his) | payback | bitter | vendetta | scorned | dumped
        settlement | benefit claim | re-?hous* | attention | eve of | leverage
        criminal injuries | pregnan* | caught | in trouble (?:at|with) | embarrass*
        ashamed of | false (?:allegation|report|complaint|claim)s? | reports turn out
        turn out to be false | stay in the country | angry with him | gain advantage
        attention(?:-seeking| seeking)?
        """
    ),
    "M20": Phrases(
        r"""
        (?:no|any|a|the|this) (?:~2 )?(?:jury|court|juries|tribunal|bench|\
        magistrates) (?:~3 )?(?:would|will|could|is going to|are going to|was ever|is ever)
        juries (?:~2 )?(?:are|do|don't|rarely|will|would|never|tend|struggle)
        (?:cps|crown|prosecutor|prosecutors|lawyer|lawyers) (?:~1 )?(?:will|would|won't|\
        wouldn't|are going to|is going to|always|knock|never|reject*|refus*|are never|tend)
        (?:one )?word (?:on|against|versus|v|vs) (?:\w{1,12}'s |another's |the )?(?:word|\
        another|his|hers|suspect's|susp's|other)
        (?:his|her|hers|their|one person's) word against (?:his|hers|her|theirs|the)
        word-on-word | he said,? she said | oath against oath | one against one
        (?:these|such|this type of|cases like this|cases of this) (?:~2 )?(?:cases?|rarely|\
        never|succeed|results?) | past (?:a|the) (?:~1 )?(?:jury|cps|lawyer|prosecutor)
        getting (?:this|it) past | only the two of them | the two accounts
        two (?:~1 )?accounts | either way | no (?:~1 )?witnesses to | nothing independent
        consent is (?:the|in) issue | 50/50 | fifty-fifty | in the current climate
        word for it | over the line | get to court | consent versus | consent cases
        consent case | no independent | both accounts | equally (?:plausible|credible)
        cps would | cps lawyer | jurors | opposite things | laugh us out | not enough for cps
        (?:twelve|12) (?:members|people|jurors|ordinary) | experience tells
        never (?:~1 )?(?:get|gets|got|run|going to get) (?:~2 )?(?:charged|charge|court|home|\
        across|past|this)
        """
    ),
    "M22": Phrases(
        r"""
        exaggerat* | (?:blown|blowing) (?:~3 )?out of (?:all )?proportion | making more of
        over-?dramatic | making a (?:meal|fuss) | over-?react* | got over it | get over it
        moved on
        no (?:~1 )?(?:lasting|real|permanent|serious) (?:harm|damage|effect|injury|impact)
        over (?:very|so|pretty)? ?quickly
        only (?:~2 )?(?:brief|touching|touch|a kiss|once|lasted)
        not (?:~1 )?(?:hurt|harmed|that bothered|seriously) | low level | low-level | minor
        nothing more came | stopped in the end | effect on (?:her|him)
        impact (?:on|is|was|upon) | stop when (?:she|he) | did stop | not (?:~1 )?penetrat*
        momentary | coped well | coping well | few seconds | doing well
        lasted (?:~2 )?(?:minute|minutes|seconds) | back at work | seconds
        drunken (?:grope|fumble) | horseplay | banter | larking | fumble | trivial | no harm
        unharmed | clumsy (?:pass|attempt|advance) | went (?:~2 )?too far
        (?:asleep|unaware) for | severity | proper rape | seem (?:that |very |too )?bothered
        scheme of things | sexually experienced
        returned to (?:college|work|school|university) | brief
        """
    ),
    "M23": Phrases(
        r"""
        enjoy* | wanted it | want it to happen | wanted (?:him|this|sex) | into it
        fancied (?:him|her) | attracted to | climax* | orgasm* | moan* | active part
        participat* | took part | kissed him (?:first|back)
        (?:one|first) (?:who|to) (?:kiss*|initiat*|start*) | initiat*
        undressed (?:herself|himself) | took off her own | arms around him | rough sex
        all over him | helped him | instigat* | got undressed
        removed her (?:~1 )?(?:top|clothes|dress|jeans|underwear)
        took (?:~1 )?(?:her|his) (?:~1 )?clothes off | on top of him
        climbed (?:on|onto|into) | participation | keen | willing(?:ly)? | eager* | turned on
        asked for more | led him | made the first move | came on to | liked it (?:rough)?
        on top | up for it | reciprocat* | responded (?:to|warmly) | encouraged him
        happy for it
        """
    ),
    "M24": Phrases(
        r"""
        mixed (?:signals|messages) | crossed wires | cross purposes | mis-?communicat*
        communication breakdown | breakdown in communication | misunder* | playing hard to get
        hard to get | (?:say|says|said|saying) no (?:at first|but|and mean|when) | implied
        ambiguous | ambivalent | went along | gone along | going along
        (?:not|n't|never|could have) (?:~2 )?(?:make|made|making|\
        been) (?:~2 )?(?:it )?(?:~1 )?(?:clear|clearer|plain) | silence | silent
        unclear signals | agreed to (?:some|part|kissing|one|other) | signals
        wrong end of the stick | led to believe | thought she was joking
        token (?:resistance|protest) | grey area | never told him | in so many words
        misunderst* | clear (?:no|yes) | kept (?:that|it) to (?:herself|himself) | misread
        misinterpret* | misjudg* | touching beforehand | kissing and | he thought yes
        read the situation | reading the | got the impression | nuance | not explicit*
        verbal(?:ly|ise\w*)? | said yes to | thought (?:she|he) (?:~1 )?(?:wanted|was)
        vague signals | gave (?:him )?(?:every|the) (?:indication|impression) | change of mind
        changed her mind | did not (?:~1 )?communicate
        """
    ),
    "M25": Phrases(
        r"""
        smiley | photographs (?:~2 )?(?:posted|of herself) | posted of herself | kisses
        (?:friendly|flirt*|sexual|explicit|nice|warm|affectionate|loving|cheerful|\
        chatty) (?:~3 )?(?:texts?|messages?|messaging|chat|emojis?|whatsapps?|snaps?)
        (?:messages?|texts?|chat|emojis?|whatsapps?|snapchats?|snaps) (?:~5 )?(?:are|were|\
        was|is|show*|between|after|afterwards|suggest*|flirt*|friendly|sexual|make*|to ask|\
        asking)
        (?:sent|sending|send|shared|sharing|swapped|exchanged) (?:~4 )?(?:texts?|messages?|\
        pictures|images|photos|nudes?|pics|selfies|snaps|videos|kisses|emojis?) | sext*
        nude* | intimate (?:pictures|images|photos) | emojis? | whatsapp | snapchat
        instagram | facebook | bombard* | messages | messaging | texts | texting | dms?
        dating app profile | messaged | texted | text | still (?:messaging|texting|contacting)
        (?:messaging|texting) him
        (?:messages?|texts?) (?:sent|from) (?:~2 )?(?:complainant|victim|ip|her|v|vic)?
        topless | dating profile | profile says | liked his (?:posts|photos) | phone download
        download shows | by text | her phone shows
        """
    ),
}
