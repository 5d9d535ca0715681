"""What shows that a sentence does not reason from a myth, though it names one.

Each of these takes the myth out of the writer's mouth: a rebuttal, a link that is denied, words
of the suspect, the victim or a third person, what the defence may say, a question, a rule.
"""

from __future__ import annotations

from stillpoint.methods.challenge.phrases import Phrases

REBUTTALS = Phrases(
    r"""
    strengthens? (?:~2 )?(?:case|account|her|the|prosecution|evidence)
    (?:supports|corroborates|bolsters) (?:her|the victim's|the ip's|ip's|the complainant's)
    under review | court of appeal | compendium | annex a | directs? juries | be directed
    self-induced | voluntary intoxication | as if (?:~2 )?(?:had been|were|was) sober | myths?
    mythical | stereotyp* | prejudic* | bookmaker's | misconception* | assumptions?
    irrelevan* | not (?:be )?relevant | no (?:~1 )?(?:bearing|relevance|place|part)
    beside the point
    (?:says?|tells?|proves?|shows?) (?:~2 )?(?:nothing|little about|very little)
    nothing to do with | (?:takes?|loses?|detracts?) (?:~1 )?nothing
    nothing about (?:this|that|it) | neutral (?:finding|fact|point)
    would be (?:~1 )?(?:wrong|unsafe|improper|an error|a mistake) (?:to|for)(?! (?:charge|\
    prosecute|saddle|criminalise|ruin|blight|label|put him|him))
    it is (?:~1 )?(?:wrong|a mistake|an error) to | (?:cannot|can't) be right
    not open to (?:us|me|the) | (?:should|must) come out | not have been made
    no (?:~2 )?(?:ground|grounds|basis) (?:~1 )?(?:to|for|on which)
    no (?:~1 )?reason (?:not|why|to (?:doubt|disbelieve|question|think|suppose|suspect|say|\
    propose|treat|discount)) | gives no ground | (?<!there )is no evidence that
    (?:that|this|which|it) is no (?:evidence|answer|defence|reason)
    (?:is|are|was) not (?:the|a|what) (?:~2 )?(?:test|question|factor|issue|point|reason)
    does not follow | do not follow | no such thing | nobody should | no one should
    no set way | (?:must|should) (?:not|never)
    (?:must|should) (?:~1 )?be (?:~2 )?(?:disregarded|ignored|left out|set aside)
    do not (?:ask|use|write|treat|assume|let|put|rely on this|record|judge|hold|count|\
    go looking) | (?:so|very|entirely|quite|which is) common
    a common (?:reaction|response|pattern)
    common (?:where|after|in (?:victims|cases|such|these|rape)) | well-known
    well known (?:response|reaction|effect|pattern)
    (?<!not )(?:a|is a|common|normal) (?:known|recognised|normal|common) (?:pattern|response|\
    reaction|effect)
    (?:entirely|quite|wholly|fully|is|are|also|and) consistent with (?!consen|a consen|\
    regret|him|his)\w{1,20} | not inconsistent | (?:can|may|could|might) (?:still|nonetheless)
    for all that | all the same | nonetheless | nevertheless
    there is (?:no|nothing) (?:~1 )?(?:(?:evidence )?to (?:show|suggest|say|support) that|\
    evidence of (?:a|any) motive|in the file to) | (?<!not )what (?:we|one|you|i) would expect
    (?:is|are) explained by | explains why she | has been asked why
    (?:law|offence|act|section) (?:~3 )?(?:does|do|need|asks|applies)(?: not| neither|\
    either)? | the law is the same | (?:none|neither) is (?:needed|required) | does not need
    no requirement | need not | bears? no | wholly credible | easy to believe
    more(?:,)? not less | anything but | all the more | as much weight | should be addressed
    takes the focus | would be to (?:rest|look|apply|reason)
    training (?:reminded|says|tells|made)
    (?:guidance|code) (?:says|reminds|tells|is clear|warns)
    """
)

DENIED = Phrases(
    r"""
    (?:does|do|need|must|should)(?: not|n't| nothing to) (?:~2 )?(?:means?|make|undermine|\
    suggest|show|weaken|lead|point|reduce|affect|cast|contradict|damage|raise|render|imply|\
    indicate|stop|limit|enter|require|detract|count|alter|change)
    (?:does|do)(?: not|n't) (?:rely|depend|rest|turn|hinge) on | in no way | by no means
    without (?:making|meaning) | (?:rather|instead) of (?:making|meaning) | not for that
    not that
    (?:not|n't) (?:~1 )?(?:accept|agree|consider|believe|think|find|feel|regard) (?:that |\
    how )?(?:~7 )?(?:makes?|means?|undermines?|affects?|weakens?|damages?|casts?|detracts?|\
    suggests?|shows?)
    (?:do|does|did|should|must|would|could)(?: not|n't) (?:~1 )?(?:question|doubt|disbelieve|\
    blame) | cannot (?:make|mean|lead|show|undermine)
    """
)

_OTHERS = (
    r"(?:he|suspect|susp|suspect's|s|sus|defendant|accused|solicitor|barrister|counsel|mother"
    r"|father|sister|brother|mum|dad|wife|husband|ex-partner|partner|friends?|neighbours?|relative"
    r"|relatives|family|elder|colleagues?|employer|manager|people|statement|boyfriend|girlfriend"
    r"|teacher|uncle|aunt|cousin|grandmother|grandfather|imam|son|daughter|prosecutor|lawyer|cps|reviewer|doctor|nurse|supervisor)"
)
_SAY = (
    r"(?:says?|said|stat(?:es|ed)|claim(?:s|ed)|told|tells|maintain(?:s|ed)|explain(?:s|ed)"
    r"|alleg(?:es|ed)(?= that| she| he| it)|suggest(?:s|ed)|wrote|writes|calls|called"
    r"|point(?:s|ed) out|believe[sd]|thought|thinks|felt|feels|suspects|suspected|argue[sd]"
    r"|insist(?:s|ed)|replied|asserts|asserted|described it|took the view|reckons|worried)"
)

OTHER_MOUTHS = Phrases(
    rf"""
    {_OTHERS} (?:(?!and |which |this |that |who |after |is |was |so |\
    of )[\w'-]{{1,20}} ){{0,3}}(?<!i ){_SAY}
    {_OTHERS} (?:(?:will|may|might|would|could|both|all|also|now|then|did|\
    does) ){{0,2}}(?:say|state|claim|maintain|think|suggest|believe|argue) (?:that|the|she|\
    he|it|this) | according to
    in (?:his|the suspect's|suspect's|susp's) (?:~1 )?(?:interview|account|prepared|\
    statement|view|words)
    (?:suspect's|susp's|his) (?:account|version|case|explanation|statement|\
    defence) (?:~3 )?(?:is|was|says) (?:that|:)? | by his own account
    in (?:her|their) (?:view|opinion|words) | he (?:~2 )?(?:says|said|told)
    it (?:is|was|has been) (?:said|put to me|suggested to|alleged by)
    has been (?:called|described) | (?:it has been|was) recorded as | been told (?:by|that)?
    (?:an?|the) (?:earlier|first|original|previous) (?:entry|log|note|\
    officer) (?:~3 )?(?:says?|calls?|said|recorded)
    (?:she|ip|v|vic|victim|complainant) (?:~1 )?(?:worr(?:ied|ies)|fear(?:s|ed)|(?:is|\
    was) (?:afraid|worried|scared)|thinks?|thought|feels?|felt|believe[sd]|\
    assume[sd]) (?:that|people|she|nobody|no|he|her|it|everyone|police|officers|we)
    """
)

ANTICIPATED = Phrases(
    r"""
    (?:defence|counsel|barrister|solicitor|advocate|other side|suspect|\
    susp) (?:~5 )?(?:will|may|might|would|could|are likely to|is likely to|likely to|\
    expected to|bound to|is expected|try to|to say)(?: well| no doubt| also)? (?:say|argue|\
    suggest|claim|put|try|dwell|present|point|seek|use|rely|submit|paint|be that|allege|\
    raise|contend|exploit|maintain)
    (?:it|there|she|he|they|this|that|which|case|parties) (?:~1 )?(?:will|may|might|could|\
    would) (?:~2 )?be (?:~1 )?(?:put|argued|suggested|said|alleged|claimed|painted|submitted|\
    raised|contended|presented)
    (?:is|are) (?:~1 )?(?:expected|likely) to (?:be )?(?:said|say|argue|put|suggest|argued|\
    suggested) | expected to be said
    (?:defence|closing|other side) (?:~2 )?(?:case|will|may|might|would|is|are|submission|\
    argument) (?:~2 )?(?:be|that|is) | expect the defence | at trial it | on his behalf
    he (?:will|may|might|could|is likely to) (?:~2 )?(?:say|argue|suggest|claim) | alleged by
    by the defence | likely defence | anticipated | anticipate
    be (?:put to her|put to him|cross-examined|put that) | the defence will
    in cross-examination
    """
)

ASKED = Phrases(
    r"""
    (?:asks?|asked|consider*|decide|check|establish|explore|find out|determine|\
    discuss) (?:~3 )?(?:whether|if|why|how) | is there a risk that | are we | have we
    """
)
