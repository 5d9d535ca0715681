"""Words that a passage about each family of myth is likely to hold, whatever it says of them.

Wider than the cues of `what_happened` and `who_they_are`: they do not bring in a myth by
themselves, they only help to tell which one a passage is about. `*` stands for any ending.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_LISTED: Mapping[str, str] = {
    "M01": """
        stranger strangers alley alleyway park bushes dark street weapon knife knifepoint
        gun mask masked balaclava dragged force forced violence violent violently grabbed
        threat threats threatened outdoors classic textbook tv films film movies headline
        headlines typical stereotypical indoors lounge sofa kitchen bedroom comfortable
        known acquaintance acquaintances friends friend's predator predatory monster
        monsters rapist rapists abducted ambush attacker hooded jumped lurking real proper
        """,
    "M02": """
        husband wife married marriage marital spouse spouses partner partners couple
        couples boyfriend girlfriend fiance fiancee engaged cohabit* civil wedding wed
        anniversary hubby missus mrs mr bed conjugal matrimonial divorce* separat*
        household domestic domestics relationship together living lived years children
        mortgage tenancy vows
        """,
    "M03": """
        again afterwards after later since continued continue carried resumed returned back
        next subsequent subsequently previously previous before prior earlier consensual
        consensually willingly ex exes relationship hook hooked dates dating date stayed
        kept seeing saw holiday invited history affair intimate breakfast benefits
        occasions repeat weekend met sleeping slept reconciled contact
        """,
    "M04": """
        dress dressed skirt clothes clothing outfit top heels underwear lingerie flirt*
        flirty flirtation flirtatious provocative reputation promiscuous lap dancing danced
        kissing kissed makeup bikini tattoo* revealing cleavage partners easy
        tease teasing attire wore wearing lipstick attention number innuendo banter
        suggestive virgin tinder party girl conduct
        """,
    "M05": """
        drunk drink drinks drinking drank alcohol wine vodka gin tequila beer lager cider
        prosecco shots units bottle bottles pints intoxicat* inebriat* sober hangover
        hungover tipsy pissed wasted hammered steaming merry bac blood cocaine ketamine
        mdma pills cannabis weed spice drugs drug drugged substances high blackout blacked
        memory passed memories bar cocktails blurred worse wear took bender booze boozed
        stoned under influence
        """,
    "M06": """
        he himself drunk pints drinking lager whisky control urges urge desire passion lust
        frustrat* carried heat moment lost loses males lads men hormones steam stag
        judgment intent intend intended stop stopping aroused worked wound pent cocaine
        steroids impaired intoxicated legless skinful alcoholic stressed grief bereaved
        redundancy testosterone nature point no return temptation tempted boys
        sleepwalk* drive stupid daft
        """,
    "M07": """
        went back home flat hotel room lift car invited let in alone walked hitch* app
        tinder grindr hinge bumble date match met online accepted offered coffee nightcap
        stayed stay over bed shared sofa risk risks risky danger dangerous naive foolish
        unwise sense upstairs taxi cab stranger's late night 2am 3am festival tent camp*
        backpack* hostel journey lane shortcut park headphones door knew expect expected
        decisions choices choice precautions prudent
        """,
    "M08": """
        scream screamed screaming shout shouted fight fought struggle struggled resist
        resisted resistance push pushed kick kicked bite bit no stop froze freeze frozen
        still lay laid silent silence quiet passive compliant complied submit* objected
        object protest protested leave left run ran escape escaped door locked unlocked
        phone call help neighbours heard noise walls refuse refusal say said verbal
        physically away told tell word acquiesc* walked out opportunity
        """,
    "M09": """
        injury injuries bruise bruises bruising scratch scratches mark marks tear tears
        forensic forensics dna swab swabs semen blood medical fme ffme doctor examination
        examined sarc cctv footage camera cameras witness witnesses independent corroborat*
        support supporting supported evidence sheets clothing torn weapon lab scientific
        physical negative findings genital trauma proof unsupported intact nothing
        uncorroborated exam
        """,
    "M10": """
        delay delayed days weeks months years later late waited wait waiting until report
        reported reporting sooner earlier prompt promptly straightaway straight immediate
        immediately hours first told tell telling mentioned mention disclos* timing time
        nonrecent historic historical nr decades anniversary recent piecemeal drip held
        silence before why now forthcoming 999 101 rang phoned
        """,
    "M11": """
        calm composed demeanour laughing laughed laugh smiling smiled smile joking joked
        joke tears tearful crying cried cry upset distress distressed emotion emotional
        emotionless flat cold detached matter-of-fact manner tone interview bodycam bwv abe
        vri voice eye contact presentation presented came across work went shopping gym
        normal holiday selfie party hysterical angry confident chatty chirpy cheerful
        behaved behaviour acted reaction reacted rehearsed poised mood giggled shaking
        """,
    "M12": """
        inconsisten* contradict* discrepan* different differs difference differences
        changed changes change varies version versions account accounts detail details
        remember remembers recall recalls memory gaps gap vague patchy confused chronology
        sequence order times colour wrong correct corrected first second third statement
        interview abe vri muddled hazy lies lied unclear minutes shifted mistaken added
        omitted additions embellish* jacket precise forgets forgotten blank said told
        """,
    "M13": """
        motive revenge regret regrets regretted jealous* custody contact divorce money
        compensation cica payout housing visa affair boyfriend husband found out cheating
        cheated caught guilt guilty embarrass* shame pregnant pregnancy dumped ended
        rejected rejection spite vindictive grudge lie lying lied liar false falsely made
        up fabricat* invent* story cover excuse attention tribunal employment work
        grievance exam parents trouble alibi convenient gain landlord job debt angle axe
        advantage dispute court family benefit statistics common
        """,
    "M14": """
        previous previously before again earlier third second fourth allegation allegations
        complaint complaints report reports reported withdrew withdrawn withdraw withdrawal
        retract* reluctan* support supporting engage engaged engaging engagement disengag*
        cooperat* co-operat* statement refused refuses declined phone handset attend
        attended appointment appointments missed cancel* calls answer answering nfa'd nfa
        history serial occasions 2019 2018 2021 another same wolf past commit committed
        doesn't unwilling keen lukewarm pursue wish wishes
        """,
    "M15": """
        mental health illness bipolar schizo* psych* bpd eupd personality disorder depress*
        anxiety ptsd autis* asd adhd asperger* learning disabilit* disabled disability
        medication meds sertraline lithium voices delusion* delusional hallucinat* paranoi*
        psychosis section sectioned cmht crisis overdose self-harm* suicid* ward unit
        capacity memory dementia brain injury intermediary neurodiv* tourette* dyslexi*
        epilep* therapist therapy counsel* diagnosis diagnosed unstable unwell episode
        manic mania support worker carer literal social cues dissociat* ocd eating
        """,
    "M16": """
        sex worker workers prostitut* escort escorts punter punters client clients customer
        customers paid pay payment paying price fee cash booking bookings brothel parlour
        massage onlyfans cam camming webcam adult site selling sells sold trade street beat
        kerb transaction transactional services service business professional bill invoice
        dispute working girl sugar refund arrangement advertis* advert ad hazard industry
        stripper dancer money rates
        """,
    "M17": """
        male man men gay lesbian bi bisexual trans transgender queer lgbt* homosexual
        straight heterosexual erection aroused arousal responded response body finished
        completed climax* ejaculat* physical physically bloke lad lads boy boys sauna
        grindr cruising chemsex orientation sexuality closeted curious females women
        barracks prison cell rugby banter initiation pride masculine butch drag nonbinary
        non-binary out hormone
        """,
    "M18": """
        age aged old older elderly young younger years pensioner grandmother gran widow
        seventy eighty sixty seventies eighties sixties fifties attractive unattractive
        plain pretty beautiful looks handsome ugly overweight obese size small big large
        tall strong stronger strength build built fit black belt karate judo boxer boxing
        martial soldier army marine police officer pc bouncer doorman barrister lawyer
        director manager professional confident assertive formidable stone foot feet st kg
        wheelchair mature disabled defend gym strong-willed educated doctor feisty victim
        type
        """,
    "M19": """
        character clean record previous convictions precons pnc trace good respectable
        respected reputation career job employer university degree future prospects
        promising teacher doctor surgeon consultant coach vicar priest nurse soldier
        officer captain councillor charity volunteer scout church family father dad wife
        children references reference polite courteous articulate pleasant cooperative
        co-operat* honest open frank decent nice lad young ruin ruined loses lose
        livelihood conviction impress* testimonials colleagues standing apprentice
        apprenticeship trainee professional footballer team well-spoken trouble award medal
        business
        """,
    "M20": """
        jury juries juror jurors cps prosecutor prosecutors lawyer lawyers court courts
        trial judge bench convict conviction convictions charge crown barrister counsel
        word against realistic prospect prospects bookmaker's rates rate public chance
        chances odds win run lose stand reviewing gatekeeper magistrates twelve local
        county panel he said/she she's other's acquit* acquittal backlog hearing counter
        chambers
        """,
    "M21": """
        culture cultural culturally religion religious faith muslim islam* hindu sikh
        christian jewish catholic mosque temple church community communities tradition
        traditional traditions honour dowry arranged traveller travellers gypsy roma
        romanian polish somali pakistani indian afghan nigerian african asian eastern
        european kurdish bangladeshi chinese vietnamese albanian brazilian village country
        abroad home immigration visa asylum migrant migrants refugee interpreter language
        english estate council class posh background elders imam pastor sponsor sponsorship
        norms customs custom modest veil hijab families marriage nationals overstayer
        status
        """,
    "M22": """
        minor low level lower end scale slight exaggerat* dramatic drama overreact* fuss
        trivial clumsy fumble fumbled grope groped pass brief briefly seconds moments quick
        harm harmed unharmed hurt lasting damage serious seriousness technical technically
        storm teacup proportion proportionate blown mountain molehill resources public
        interest worse spectrum bad date awkward unpleasant distasteful unfortunate
        misjudged drunken upset move moved moving banter horseplay touch touched over
        clothing peck only just spent bit
        """,
    "M23": """
        enjoy* enjoyed enjoying pleasure willing willingly wanted want
        keen enthusiastic reciprocated initiated responded participated participat* active
        actively top kissed back smiling laughing climax* condom
        helped lifted undressed removed clothes fun fantasy fantasies rough kink bdsm likes
        liked asked gentle tender affectionate cuddled cuddle into mood arms
        consenting hugging encouraged
        """,
    "M24": """
        signals signal mixed ambigu* misread misreading misunderst* miscommunicat* crossed
        wires unclear clear clearly plain reasonable belief believed assume assumed thought
        impression read reading grey implied implicit hints hint tease playing hard get coy
        no yes maybe said mean meant communicate communicated communication explicit
        explicitly verbal nuance lines mindreader mind-reader guess psychic honest mistake
        mistaken interpret* kissing kissed stopped mind changed midway halfway led on
        understood told spell spelled expressed withdrew
        """,
    "M25": """
        message messages messaging messaged text texts texting texted whatsapp whatsapps
        snapchat snap snaps instagram insta facebook tiktok emoji emojis kiss kisses heart
        hearts x xx xxx smiley photo photos picture pictures pics selfie selfies nude nudes
        naked sext* image images video videos profile dm dms download phone chat chats
        voice note notes bombard* post posts posted story liked likes hey thread extraction
        sent send sending replied reply followed unblock* block blocked screenshot*
        playlist voicemail memes gif gifs tinder hinge bio
        """,
    "M27": """
        chaotic homeless rough sleeper sleeping hostel addict addiction heroin crack
        alcoholic methadone user using dealer convictions offender offending record pnc
        theft shoplift* shoplifting dishonesty fraud burglary robbery prison jail custody
        probation tag bail arrested arrests nominal known caller misper missing care leaver
        home gang county streets squat sofa surfing evicted benefits lifestyle
        chaos markers warning antisocial asb nuisance frequent frequenter regular social
        services removed kids flyer criminal thief dependency dependent script rehab detox
        drifter unemployed
        """,
}


def topics_of(word: str) -> frozenset[str]:
    """The families that a word speaks of."""
    whole, beginnings = _by_word()
    found = whole.get(word, frozenset())
    if len(word) < 4:
        return found
    begun = [beginnings.get(word[:length], frozenset()) for length in range(3, len(word) + 1)]
    return found.union(*begun)


@cache
def _by_word() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    whole: dict[str, frozenset[str]] = {}
    beginnings: dict[str, frozenset[str]] = {}
    for family, listed in _LISTED.items():
        for word in listed.split():
            kept = beginnings if word.endswith("*") else whole
            key = word.rstrip("*")
            kept[key] = kept.get(key, frozenset()) | {family}
    return whole, beginnings
