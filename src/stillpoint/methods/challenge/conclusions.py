"""What is concluded: that somebody is not believed, that the case is weak, that it was no rape.

Three kinds. A *verdict* needs a word that links it to the myth. A *bearing* holds the link
itself (“undermines”, “points to consent”). An *expectation* (“a real victim would”) measures the
victim against a picture, and rests on the myth by being said.
"""

from __future__ import annotations

from stillpoint.methods.challenge.phrases import Phrases

_ACCOUNT = (
    r"(?:account|version|story|evidence|claims?|complaint|allegations?|report|word|words|statement"
    r"|credibility|reliability|truthfulness|honesty|case|prosecution|witness|recollection"
    r"|description|say|says|said|alleges|happened|position|standing)"
)
_TRUE = (
    r"(?:reliabl|credib|believ|convinc|persuad|trust|truth|genuine|plausibl|viabl|rel(?:y|ied)"
    r"|satisf|accept|inclined|tenabl)\w{0,12}(?: upon| on)?"
)
_NOT = r"(?:not|cannot|can't|\w{2,7}n't|never|no longer)"
_HARD = r"(?:hard|difficult|impossible|tough|a struggle|struggl*)"
_AGREED = (
    r"(?:consent*|consensual|willing|agreed|agreeable|wanted|enjoy*|up for it|into it|happy"
    r"|keen|initiated|on the cards|a willing|interested)"
)
_PEOPLE = r"(?:jury|juries|tribunal|court|bench|magistrates?|prosecutor|judge)"

VERDICTS = Phrases(
    rf"""
    {_NOT} ~6 {_TRUE} | {_NOT} ~5 (?:ring true|add up|sit (?:well|comfortably)|stand up)
    {_NOT} ~5 (?:hold (?:water|up)|stack up|come up to proof|tell* the truth|\
    telling the truth) | {_NOT} ~4 (?:fit|tally|square|accord) with
    {_NOT} (?:~3 )?consistent with
    inconsistent with (?:a|an|any|having|someone|somebody|being|rape|her being|his being)
    unreliable | (?:less|least) (?:than )?(?:reliable|credible|convincing|likely to be true)
    lack* (?:of |in |any |all )?(?:credib*|substance|plausib*) | no credibility
    credibility (?:~3 )?(?:poor|low|issues?|problems?|suffers|questionable|zero|nil|shot|\
    in doubt)
    (?:credibility|reliability) (?:is|are) (?:~2 )?(?:an issue|a concern|compromised|damaged)
    doubt | doubts | doubtful | doubted | reservations | scepticism | sceptical
    suspicion(?! of) | questionable | with (?:~2 )?caution
    (?:serious|real|some|grave|have) concerns? | question (?:how|whether|the|her|his|if)
    {_HARD} to (?:~3 )?(?:believe|accept|credit|see|say)
    {_HARD} to (?:~3 )?(?:put|support|establish|argue|prove|class|call|show|take|build|\
    disprove|understand|describe|treat) | (?:is|are|be) {_HARD} to believe
    {_HARD} to see (?:this|how)
    struggl* to (?:~1 )?(?:see|put|accept|believe|understand|recommend|support|find|justify)
    unlikely(?! to (?:help|assist|have|have had|identify|recover|be available|re-?offend))
    improbable | implausible | far-fetched | untrue | untruthful | unconvincing
    no confidence in | (?:not|hardly) (?:~2 )?(?:compelling|helpful|help) | unhelpful
    unconvinced | not convinced | (?:an|the) (?:obstacle|hurdle) | insurmountable
    (?:~1 )?problematic
    (?:major|significant|serious|big) (?:issue|problem|difficulty|hurdle|obstacle|flaw)
    (?:is|are|must be|now|remains?) in question | open to question
    fails? (?:the|to meet|at the) | unable to (?:prove|show|disprove|establish|rebut)
    not suitable | not appropriate | charge is not
    more likely (?:~1 )?(?:that|than not) (?:~5 )?(?:consent*|consensual|agreed|wanted|\
    willing|lying|lied|regret*) | not the full (?:story|picture)
    (?:i|we) (?:cannot|can't|am not|are not) (?:be )?sure | poor witness | bad witness
    weak witness | worthless | little (?:weight|reliance|value)
    no (?:~1 )?(?:weight|reliance|truth|substance) | lying | fabricat* | embellish*
    (?:likely|probably|clearly|plainly|must be|to be) (?:~2 )?(?:false|malicious|invented|\
    made up) | (?:is|was) (?:~1 )?(?:false|malicious|unfounded|fictitious|invented)
    as unfounded | (?:i|we) (?:~1 )?suspect | an act of revenge | imagined (?:it|the|this)
    (?:have|has) (?:~1 )?called it rape | prefer (?:the suspect's|his|the susp's|s's)
    believe (?:him|his) (?:~1 )?over (?:her|his) | find against her
    not (?:taken|treated) as genuine | believed (?:untrue|false)
    no (?:~1 )?(?:realistic )?prospects? | (?:little|no|slim|small) chance
    chances ~8 (?:nil|slim|low) | nfa(?!'|ed|-) | no further action | file no action
    no action | evi diff | evidential difficulties
    outcome (?:15|16|18) (?:is )?(?:~1 )?(?:proposed|recommended|appropriate|applies)
    (?:should|to|will|can) be (?:filed|closed|finalised) | (?:filing|closing) (?:it|this|the)
    (?:matter|case|investigation|crime) is (?:now )?closed | insufficient (?:evidence|to)
    (?:fct|test|threshold|evidential stage|full code test) (?:is |are |\
    was )?(?:~1 )?not (?:~1 )?(?:met|reached|satisfied|passed|made out)
    {_NOT} (?:~4 )?(?:meet|pass|reach|satisfy) (?:~2 )?(?:fct|test|threshold|evidential|\
    full code)
    {_NOT} (?:~6 )?(?:proceed|succeed|progress|go (?:any )?further|be proved|prove|\
    be proven) | {_NOT} (?:~6 )?(?:taken|be taken|taking this) (?:any )?further
    {_NOT} ~4 (?:seek|submit|refer*)
    {_NOT} ~5 (?:disproved?|preferred|negat*|affected|serious as|be enough|rebut*|ruled? out|\
    excluded?|be shown|survive|going to succeed|run this) | nothing to support
    (?:falls?|fell) (?:~1 )?short | (?:case|it|this|prosecution) fails
    (?:inevitably|bound to|certain to|going to|sure to|will) fail | bound to succeed
    dead in the water | go(?:es)? nowhere | no way forward | waste of | be torn apart
    no (?:~1 )?(?:point|merit|value|benefit|purpose|use) in | poor use of
    worth (?:pursuing|the) | (?:is|are|be|case|very|so|too|inherently|it|this) weak
    weak case | fatal | (?:~1 )?(?:a|major|serious) blow
    (?:major|significant|serious|real|obvious|clear|considerable|inherent) weakness
    (?<!not )a weakness | limited | impossible to (?:prove|build|disprove|rebut)
    no (?:~1 )?{_PEOPLE}(?! (?:~1 )?(?:would|will) be (?:told|directed|invited|asked))
    any {_PEOPLE} would (?:take|find|side) | (?:take|find) against | have no sympathy
    come across badly | fall apart in | against a prosecution
    (?:not|n't) (?:~4 )?(?:a|an|any|really|actually|as|this|properly) (?:~1 )?(?:rape|offence)
    not (?:rape|proven)
    (?:probably|likely|doubt*|think|believe|conclude|convinced) (?:~4 )?(?:did not|didn't|\
    never) (?:happen*|take place|occur*|took place)
    brought (?:this|it) (?:all )?(?:on|upon) (?:herself|himself) | occupational hazard
    at worst | blown (?:~1 )?out of | no crime | nothing (?:~1 )?serious
    more to (?:this|it) than | motive (?:~1 )?to (?:lie|invent|make)
    reason to (?:lie|invent|make it up) | should have known (?:better|what) | asked for it
    only (?:~1 )?fault | own fault
    (?:rather than|more like|instead of|more a|nowhere near) (?:~3 )?(?:rape|offence|crime|\
    dispute) | (?:than|short of) (?:a |an )?(?:rape|offence|consent)
    (?:not|than) (?:~3 )?(?:criminal|the police|for the)
    {_NOT} (?:~5 )?(?:criminal matter|criminal|amount to|one for|made out|want to criminalise)
    no (?:~1 )?(?:offence|rape|crime) (?:is|was|has|had|here|could|took|occurred|at all|\
    disclosed) | (?:there is|there was|disclos*) no (?:~1 )?(?:offence|rape|crime)
    bad sexual experience | (?:error of|lapse of) judgement | a mistake | misunder*
    (?:better|best) (?:dealt with|resolved|handled|left) | dispute about | relationship matter
    (?:so|therefore|hence|likelihood|likely|probably|clear|plainly|clearly|reasonable|\
    all likelihood) ~8 {_AGREED}
    (?:believe|think|conclude|infer|assume|satisfied|take it|accept|find) ~5 {_AGREED}
    (?:may|might|must|will|would) (?:~1 )?have (?:~1 )?(?:consented|agreed|wanted|initiated)
    consent (?:can be|is|was|could be|may be|must be) (?:~1 )?(?:assumed|implied|inferred|\
    likely|given) | taken as (?:consent|agreement)
    (?:lack*|without|no|absent) (?:~4 )?(?:mens rea|guilty mind|intent*|guilty intent)
    not (?:~2 )?(?:form|formed) (?:an|the) intent* | absence of consent | consent was absent
    (?:reasonable|genuine) belief | every reason to (?:think|believe)
    (?<!she )(?:was|is|were|be) (?!not )(?:~1 )?entitled to | bound to assume
    (?:could|can) be forgiven
    {_NOT} (?:~2 )?(?:be )?(?:blamed|criticised|at fault|held responsible|meant? any harm)
    neither (?:~4 )?(?:responsible|at fault|to blame|blamed) | understandable | unfair to
    harsh to | disproportionate | heavy-handed | out of character | fair outcome | too harsh
    {_NOT} (?:~4 )?(?:proportionate|in the public interest|public interest|serious enough|\
    justify) | public interest (?:~4 )?(?:limited|low|not met|weak)
    unlikely to have(?! had capacity) | (?:only )?herself to blame | himself to blame
    (?:part|some|share) of the blame | bear (?:some|part|a) (?:~2 )?responsib*
    partly (?:to blame|responsible) | lower end | low level | low-level | minor matter
    minimal | slight | trivial | no reason to (?:rape|force) | why would he need
    explains the allegation | less likely to be | what she liked | got what she | happy for it
    """
)

_LOW = (
    r"(?:low|poor|hopeless|weak|shaky|thin|lukewarm|dubious|doubtful|flawed|tenuous|slim|remote|unsafe|unsound|lacking"
    r"|tainted|problematic|difficult|challenging|damaging|detrimental|harmful|terminal|useless|nil|zero|suspect|fragile"
    r"|limited|unconvincing|less than ideal|wanting|patchy)"
)
_IT = (
    r"(?:account|version|story|evidence|claim|complaint|allegation|report|word|statement|credibility|reliability"
    r"|truthfulness|honesty|integrity|case|prosecution|witness|support|prospects?|chances?)"
)

MORE_VERDICTS = Phrases(
    rf"""
    treated as suspect | as suspect | get nowhere | getting nowhere
    {_PEOPLE} (?:would|will|might|may) (?:~1 )?(?:wonder|ask|question|think|struggle|query)
    (?:seen|viewed|read|considered|judged|taken) in (?:that|this) (?:light|context)
    waste (?:~3 )?time | (?:no|every) reason for (?:him|the suspect|susp) to
    out of the realm | takes? (?:this|it) out of | acquit* | not guilty
    (?:beyond|a) reasonable doubt | discredit* | (?:says|speaks) (?:it all|volumes|a lot)
    (?:clear|obvious|strong|possible|apparent) (?:~1 )?motive
    (?:questions|eyebrows) (?:~2 )?(?:asked|raised)
    not (?:~1 )?(?:present|come across|interview|perform|come over) (?:~1 )?(?:well|\
    favourably|as credible)
    (?:cannot|can't|do not|don't|fail to|failed to) (?:~1 )?see (?:how|why|any|that|this|\
    a way)
    how (?:can|could) (?:she|he|we|anyone|anybody|a jury|a court) (?:~2 )?(?:certain|sure|\
    know|say|believe|accept|expect) | prone to | easily led | suggestible
    tendency to (?:lie|exaggerate|fantasise|make|embellish|invent)
    contribut* to (?:what|the|her|this) | contributory | played (?:a|her|his) part
    knew (?:full well|exactly|perfectly well|very well) | honest(?:ly held)? belief
    (?:conviction|charge|prosecution|arrest|trial) would (?:~1 )?(?:ruin|destroy|finish|end|\
    cost|wreck|blight|devastate|follow him)
    another (?:one|of (?:these|those|her)|such|false) | the same again | here we go again
    {_NOT} (?:~6 )?(?:favourably|kindly)
    {_HARD} to (?:~3 )?(?:persuade|convince|fathom|reconcile|get past|overcome|explain|\
    swallow|stomach) | baffling | beggars belief | defies | rings? hollow | a stretch
    tall story | unpersuaded | picked apart | unpicked
    (?:too many|so many|numerous) (?:~1 )?(?:questions|issues|concerns|problems|unanswered)
    leaves a lot to be desired | (?:not|never|hardly) (?:~1 )?(?:been|be) accepted
    (?:highly|very|extremely|somewhat) (?:suspicious|suspect|dubious|debatable) | storyteller
    attention[- ]seek* | (?:unwise|ill-advised|disingenuous|economical with)
    cannot be discounted | to be expected | explains the (?:report|allegation|complaint)
    cannot criticise | can't criticise | (?:in|into) the clear
    in (?:his|the suspect's) favour | benefit of the doubt | unanswerable | inconceivable
    pinch of salt | (?:take|takes|taking|accept) (?:~1 )?responsib* | stumbling block
    out of the water | no criminality | pattern of (?:unreliab*|false|lies|lying|dishonesty)
    (?:say|do) anything (?:for|to) | makes? (?:things|stories|it all) up
    go(?:ing)? (?:anywhere|nowhere) | (?:will|would) (?:not )?touch (?:it|this)
    consent (?:is|was) (?:~1 )?(?:obvious|plain|clear|given|evident|inferred)
    forgiven for (?:thinking|believing|assuming)
    (?:considerable|some|significant|great) weight | police should not | not a police matter
    not a matter for | {_HARD} to (?:~1 )?(?:square|marry up|align)
    no longer (?:~1 )?(?:believe|trust|accept|think|support) | hardly the crime
    (?:give|given|giving) (?:~2 )?the benefit | (?:tells?|told|telling) (?:me|us) all
    (?:did not|didn't|hadn't|had not|never) happen(?:ed)? | (?:cannot|can't) (?:~1 )?protect
    alarm bells | red flags? | question mark | draw your own | (?:does|did) not ring
    (?:isn't|is not|wasn't|not) (?:~1 )?much (?:to|in) (?:this|it)
    not a (?:~1 )?witness (?:we|i|that|who|to)
    {_NOT} (?:~1 )?have been (?:that|as|so|too|very|particularly)
    too (?:~4 )to be (?:believed|relied|trusted|credible|taken|of use|a witness)
    at odds with (?:the |her |his |any )?(?:~1 )?(?:allegation|account|claim|complaint|\
    version|report|rape) | explains (?:the|why|this) (?:~1 )?(?:report|allegation|complaint|\
    she) (?:~1 )?(?:reported|alleged|said|made)?
    can only be (?:seen|read|taken|viewed|regarded) (?:as|to mean) | the inference is
    knew (?:~1 )?(?:where|what) (?:~3 )?(?:was heading|was going|would happen|to expect|\
    she was doing)
    wrong to (?:charge|prosecute|saddle|criminalise|ruin|blight|label|put him|punish)
    (?:significant|held|used|count*) against (?:her|him|the) | affects? (?:how|my|the way)
    (?:colou?rs|shapes|informs) my (?:view|assessment|thinking)
    hardly the (?:~1 )?(?:behaviour|presentation|actions?|conduct|reaction|demeanour|picture|\
    response) | inexplicable | lost (?:~1 )?(?:confidence|faith|trust) | (?:lost|losing) any
    (?:advise|recommend|decided?|argue|counsel) against
    not (?:~2 )?(?:authorise|authorised|pursue|pursuing|worth) | does not deserve
    not deserving | difficult to have (?:~1 )?sympathy
    (?:no|not) (?:~2 )?(?:surprise|surprised|wonder) | nobody to blame but
    (?:she|he|ip|v|victim) (?:~1 )?(?:is|was) (?:~1 )?(?:asking for|as much|equally|partly|\
    also|just as) (?:~2 )?(?:blame|fault|responsible)
    (?:not|isn't|wasn't|hardly) (?:~1 )?(?:a|an|the) (?:~2 )?(?:victim|genuine case|\
    typical case|real case|proper rape|rape case) | not (?:~1 )?a rape | this is not rape
    not what i would call
    {_IT} (?:~4 )?(?:is|as|are|be|looks|seems|appears|remains|becomes) (?:~2 )?{_LOW}
    {_LOW} (?:~1 )?{_IT} | (?:very |extremely |rather |somewhat |be |am )wary
    treat* (?:~5 )?(?:caution|scepticism|suspicion|care) | think twice
    (?:i|we) (?:~2 )?(?:fear|worry) (?:that )?(?:we|she|this|it|the)
    (?:uneasy|uncomfortable) (?:about|with)
    (?:have|had) (?:some |great |real )?(?:difficulty|trouble) (?:~1 )?(?:accepting|\
    believing|with|in|seeing)
    {_NOT} (?:~2 )?(?:see past|get past|get (?:over|round|around)|overcome|overlook|ignore|\
    look past|argue with) | no getting (?:away|past|round)
    {_NOT} (?:~5 )?(?:strong enough|enough to|good enough|sufficient|hold (?:much|any)|buy|\
    swallow|come up to|carry (?:any|much)|do well|last long|help (?:her|the|our|matters)|\
    bode well|look good|inspire)
    {_NOT} (?:~3 )?(?:complain|claim|say|expect|allege) (?:that )?(?:she|he|otherwise|\
    anything)
    {_NOT} (?:~1 )?(?:then|now) (?:complain|claim|say|expect|allege|turn round|cry)
    (?:hardly|scarcely|barely) (?:~1 )?(?:say|complain|claim|expect|argue|allege|\
    be surprised|surprising|the (?:actions|behaviour)|credible|consistent|convincing)
    (?:drunken|honest|genuine|silly|foolish|youthful|teenage) (?:~1 )?(?:mistake|fumble|\
    encounter|regret|misunderstanding|error) | one-night stand | wrong end of the stick
    (?:okay|ok|fine|comfortable|happy|all right) with (?:it|this|that|what) | not forced
    no force was used | nothing untoward | nothing criminal | more of a | reads like
    reads more | unjust | injustice | out of (?:all )?proportion | over the top | draconian
    (?:destroy|ruin|wreck|blight) (?:his|the suspect's|the susp's) | unduly harsh
    no good (?:~1 )?(?:would|will|could|can) come | (?:nothing|little) to be gained
    pointless | futile | not worth | hopeless | (?:serve|serves|served) no | a non-starter
    lost cause | no legs
    (?:more|less) (?:credible|believable|reliable|convincing|compelling|honest|plausible|\
    persuasive) (?:than|of the two|account)
    (?:little|no|limited|scant) (?:~1 )?(?:credence|faith|confidence|evidential value|\
    sympathy|trust)
    (?:not|never|unlikely to|nobody (?:would|will)|hardly) (?:~1 )?be (?:~1 )?believed
    (?:laugh|laughed) (?:us|this|it) out | throw* (?:it|this) out | rip (?:her|him|it) apart
    (?:dealing with|seeing|looking at) (?:~2 )?(?:the same|a false|a lie|regret|another)
    made (?:this|it|it all|the whole thing|the story) up (?:because|as|to|in|after)
    making (?:this|it) up | concocted | story to | minded to (?:nfa|file|close|take no)
    (?:reason|grounds?) for (?:filing|closing|nfa|no further)
    (?:filed|closed|finalised) (?:without|on that|accordingly|on the)
    (?:to|i) (?:~1 )?(?:file|close) (?:this|the|it)
    (?:overcome|get (?:over|round|past)) (?:this|that|them|it) | full of holes
    (?:large|big|gaping|too many) (?:holes|gaps) | does not help
    did not help (?:her|the|matters)
    (?:likely|probably|most likely|in all probability|clearly|simply) (?:~3 )?(?:misread|\
    misunderstood|mistaken|confused|imagined|made up|made it up|lying|lied|invented|\
    fabricated|consented|willing|regretted)
    (?:led|encouraged|given reason) (?:~1 )?to (?:believe|think) (?:that )?(?:she|\
    he) (?:~2 )?(?:was|wanted|would)
    (?:reasonably|honestly|genuinely|naturally|rightly|easily) (?:~1 )?(?:believed?|thought|\
    think|assumed?|concluded?|have (?:thought|believed|assumed))
    (?:any|a) (?:reasonable )?(?:person|man|male) would (?:~1 )?(?:have )?(?:believed?|\
    thought|think|assumed?|taken)
    (?:what|how) (?:else )?(?:did|was) (?:she|he) (?:expect|to know)
    (?:blame|fault) (?:~2 )?(?:herself|hers|both)
    (?:not|n't) (?:~2 )?(?:much|any) (?:of )?(?:chance|hope|point|prospect|weight|faith|harm|\
    of a case) | stands? no chance | slim to none | does not stand | would not stand
    (?:cannot|can't|could not) (?:~2 )?(?:stand|support|justify|recommend) (?:~1 )?(?:a|this|\
    charge|charging|prosecution)
    (?:she|ip|v|vic|victim|complainant) (?:~1 )?(?:must|would|should) have (?:~1 )?known
    could be accused | takes? the edge off
    leaves? (?:me|us|a court|a jury) (?:~2 )?(?:doubt|unsure|wondering|unconvinced|with)
    (?:the )?(?:full code test|evidential test|test|threshold) (?:~2 )?(?:fail*|cannot|can't|\
    is failed|unlikely|falls) | (?:fail*|falling) (?:~3 )?(?:test|threshold|stage|hurdle)
    not (?:~3 )?(?:chargeable|charge|referr*|sending)
    """
)

BEARINGS = Phrases(
    rf"""
    makes? (?:a )?nonsense of
    (?:gives?|gave) (?:me|us) (?:real |good |every )?(?:cause|reason|grounds) (?:to|\
    for) (?:doubt|question|\ | concern|suspicion)
    (?:remov|reduc|lessen|weaken)(?:s|es|ed)? the (?:need|case|seriousness|urgency)
    would (?:destroy|ruin|sink|finish|crucify) (?:her|him|the)
    (?:impact|affect|lower|harm|hurt|reduc|limit|dent|hamper|hinder|prejudic)(?:s|es|ed|\
    ing)? (?:on |upon )?(?:~3 )?(?:credibility|reliability|account|case|evidence|witness|\
    prospects|prosecution|chances)
    (?:has|have|had|must have) (?:a|some|an obvious) bearing on
    (?:tips?|tilts?|swings?) the balance
    (?:do|does|did) (?:~1 )?(?:her|him|the victim|the case) no favours
    hurts? (?:her|the) (?:case|credibility)
    (?:presents?|poses?|creates?|causes?|is|gives? (?:me|us|rise to)|remains?|\
    represents?) (?:~3 )?(?:difficult(?:y|ies)|problems?|challenges?|concerns?|obstacles?|\
    hurdles?|pause for thought|doubts?|stumbling block|worry) (?:for|to|in|over|about|as|\
    with)? | (?:suggest*|indicat*|shows?|means?|tells? (?:me|us)|impl(?:y|ies)|signif*|\
    hint*) (?:~6 )?(?:not forced|no force|not raped|a lie|untruth*|not that upset|\
    nothing (?:serious|happened)|lie|lied|unreliab*|not credible|less than truthful|\
    attention|exaggerat*)
    (?:leads?|led|brings?|drives?|causes?|forces?|leaves?) (?:me|us|one|\
    this reviewer) (?:~1 )?to (?:~1 )?(?:believe|think|conclude|doubt|question|the (?:view|\
    conclusion)|wonder|suspect)
    (?:does|do) not (?:~1 )?(?:help|assist|aid|sit|speak well|reflect well|look|\
    read) (?:well|good|the case|her|her case|the prosecution|comfortably|with)
    (?:rob|robs|strips?|deprives?) (?:~2 )?of (?:~1 )?(?:credibility|weight|force)
    (?:calls?|brings?|throws?|puts?|bring|brought|called|threw) (?:~4 )?(?:into|in|\
    open to) (?:question|doubt) | detracts? from | diminish*
    does (?:her|him|the victim|the case|the ip) no favours | erodes? | plays? into the hands
    (?:supports?|assists?|helps?|corroborat*|favours?|bolsters?|lends? (?:weight|credence|\
    support) to|gives? credence to|backs up) (?:~1 )?(?:his|the suspect's|the susp's|susp's|\
    the defence|a defence|the defendant's|s's) ?(?:~1 )?(?:account|version|explanation|case|\
    claim|defence|of consent|story)?
    (?:supports?|consistent with|in keeping with|in line with|indicative of|evidence of|\
    smacks of|reads (?:~1 )?(?:as|like)|looks like|feels like) (?:~2 )?(?:{_AGREED}|regret|\
    remorse) | undermin* | cast* (?:~1 )?doubt | weaken* | damag* | contradict* | compromis*
    rais* (?!no )(?:~2 )?(?:question*|doubts?|concerns?|suspicion*) | reduc* ~2 {_ACCOUNT}
    (?:makes?|made|making|render*|leaves?) ~6 (?:unlikely|improbable|implausible|unreliable|\
    {_HARD})
    (?:makes?|made|making) ~4 (?:question|doubt|wonder|suspect|poor|less (?:likely|credible))
    (?:makes?|made|making) ~4 (?:more likely|likely|\
    probable) (?:~1 )?that she (?:~1 )?(?:imagined|invented|lied)
    (?:suggest*|show*|indicat*|point*|mean*|lead*|infer*|tell*|conclude) (?:~7 )?{_AGREED}
    (?:suggest*|show*|indicat*|mean*|lead*) (?:~7 )?(?:made up|lying|untrue|false|motive|\
    no truth|gain advantage|revenge|dispute|truthful witness|simply forgotten|not telling)
    points? to (?:consent|a consensual|enjoyment|agreement)
    (?:makes?|made) it clear ~4 consensual
    (?:counts?|tells?|speaks?|weighs?|mitigates?|militates?|held) (?:~1 )?against
    (?:goes|go) to the heart of | lead* me to (?:doubt|think|question|conclude)
    gave the wrong impression | made the wrong impression | disposes of
    """
)

EXPECTATIONS = Phrases(
    r"""
    (?:someone|somebody|a person|anyone|people|a woman|a man) (?:who|in) (?:~5 )?(?:would|\
    does|do)(?: not|n't)
    (?:someone|somebody|a person|anyone) (?:~4 )?would (?:surely|simply|have)
    (?:genuine|real|true|actual) (?:~1 )?(?:victims?|complainants?) (?:do|does|don't|would|\
    tend|usually|always|normally|behave|react|present|report)
    not (?:the|an?) (?:actions?|behaviour|response|words|attitude) (?:~2 )?(?:of|from|one|\
    you|i|we|expected) | victims? of rape (?:would|does|do|usually|normally)
    not (?:~1 )?(?:behave*|act*|react*|respond*|present*|come across) (?:like|\
    as) (?:~2 )?(?:a |the )?(?:~1 )?(?:victim|someone|you|would|a person|one would)
    not (?:a|the|what i would call a|my idea of a) (?:~1 )?(?:normal|usual|natural|typical|\
    expected|genuine) (?:~1 )?(?:reaction|response|behaviour|victim|way)
    (?:like|as) a (?:rape )?victim (?:would|should|afterwards)
    (?:chose|decided|opted|elected) not to
    (?:odd|strange|unusual|telling|surprising|peculiar|curious|abnormal|bizarre) (?:that|\
    behaviour|way|thing|for|reaction|how|to)
    (?:find|found) (?:it|this|that) (?:~1 )?(?:odd|strange|unusual|telling|surprising|curious)
    (?:genuine|real|true) (?:rape )?victims? would | (?:genuine|real|true|proper) rape victim
    (?:someone|somebody|a person|anyone|a woman|a man|a female|\
    those) (?:~2 )?(?:who )?(?:~3 )?raped (?:~1 )?would(?:n't)?
    (?:someone|somebody|a person|anyone) (?:~1 )?in (?:~1 )?(?:fear|shock) would
    not (?:~2 )?(?:how|what) (?:~4 )?(?:victim|raped|expect*|person)
    (?:how|as) a rape victim
    not (?:the|a) (?:behaviour|conduct|reaction|actions?|sort|kind|type|demeanour) of
    (?:i|we|one|you) would (?:~1 )?(?:have )?expect(?:ed)? | would be expected to
    had (?:this|it|he|she) (?:~1 )?(?:been|meant|wanted) | if it (?:were|was) true
    (?:could|should|might) (?:~2 )?have (?:~1 )?(?:fought|resisted|refused|pushed|left|rung|\
    called|shouted|run|said|screamed|walked|got|stopped|told)
    (?:come|comes|came) across as (?:a victim|an act) | hallmarks | not typical
    (?:strikes?|struck) me as | it is (?:telling|odd|strange|concerning|curious|surprising)
    would (?:hardly|surely) have
    would have (?:screamed|fought|made her|resisted|shouted|told)
    """
)
