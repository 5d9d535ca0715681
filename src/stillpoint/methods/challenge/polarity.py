"""Clauses that judge the account or the case badly, in whatever words.

Lists of phrases find the usual conclusions. Officers have many more ways to say them, and what
these have in common is a subject (the account, the case, a jury) and an odd number of words that
turn it down: “not … rely”, “unlikely … charge”. An even number turns it up again: “does not
undermine her account”, “no reason to doubt”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stillpoint.methods.challenge.phrases import Phrases

_BREAK = re.compile(
    r"[,;:=(]| - |\b(?=(?:so|therefore|hence|thus|consequently|accordingly|which|because|but"
    r"|however|although|though|while|whereas|and|since|due to|given|means?|makes?|making"
    r"|leaves?|leaving|suggests?|affects?"
    r"|i (?:am|do|would|cannot|can't|think|consider|find|believe|have|take|see|struggle|fail)"
    r"|as (?:she|he|ip|v|vic|the|there|they|no|it|this|a|his|her|we|i))\b)"
)
_TURN = Phrases(
    r"""
    not | cannot | \w{2,8}n't | never | no | nor | neither | nothing | nobody | none | without
    hardly | scarcely | barely | rarely | unable | fail* | lack* | impossible | undermin*
    weak* | damag* | doubt* | question | questions | questioned | questionable | unlikely
    improbable | implausible | difficult* | hard | harder | struggl* | poor | poorly | low
    lower | thin | lost | lose | losing | loses | incredib* | incredulous | inconsistent*
    un(?:reliab|truth|tru|believ|convinc|sound|safe|fair|just|help)* | false* | fabricat*
    invent* | lie | lies | lied | lying | liar | fantas* | malicious* | suspicious* | sceptic*
    wary | concern* | problem* | taint* | affects? | affected | against | at odds
    inexplicable | alarm bells | fatal | insufficient | limited | little | harsh
    disproportion* | ruin* | odd | strange | collaps* | fall apart | worthless | useless
    hopeless | nil | minimal | flaw* | shaky | exaggerat* | embellish* | inconceivable
    far-fetched | reluctant | hesita* | worr(?:y|ied|ying) | contradict* | discredit*
    diminish* | erod* | dubious | dent* | put off | rather than | wrong | pointless | futile
    willing | consensual | consented | wanted | entitled | sympathy | excessive | nonsense
    responsib* | flaw | reduces? | reduced | destroy* | mistaken | misunderst* | uncomfortable
    treated as suspect | pinch of salt | stretch | convenient | blame | blamed | only herself
    regret* | invite* | what he says | his word | prefer | excuse* | lenien* | wast* | trouble
    uneasy | reservations? | scant | risk(?:y|s) | dead
    """
)
_HERS = r"(?:her|his|their|(?:the )?(?:victim|complainant)'s|ip's|v's|vic's|aggrieved's)"
_SUBJECT = Phrases(
    rf"""
    {_HERS} (?:~1 )?(?:account|version|story|evidence|word|claims?|recollection|testimony)
    the (?:account|allegation|complaint|story|version|report|case|prosecution|rape|truth)
    this (?:case|report|allegation|complaint|account) | a case | any case | credib* | reliab*
    believ* | belief | rel(?:y|ies|ied|iance) | trust* | truth* | honest* | confidence
    credence | convict* | jury | juries | cps | crown | magistrates | charges? | charging
    authoris* | prosecut* | pursu* | proceed* | allegation | rape | raped | fct | full code
    threshold | evidential | over the line | get to court | in court | genuine* | integrity
    witness | accept* | trial | cross-examination | a claim | victim of rape
    the allegations? | her claim
    """
)
_OPINION = Phrases(
    r"""
    (?:i|we) (?:~1 )?(?:think|consider|believe|find|feel|conclude|expect|suspect|doubt|\
    question)
    (?:i|we) (?:~1 )?(?:struggle|see|fail|am|are|would|cannot|can't|don't|fear|wonder|must|\
    remain)
    (?:i|we) (?:do not|have to|have no|have some|have little|take the|regard|accept|assess|\
    judge) | in my (?:view|opinion|judgement|judgment|mind|experience) | to my mind | for me
    my view | (?:leaves|left|makes|made|leads|gives|given|strikes|tells) me
    (?:i|we) (?:view|treat|prefer) | one (?:i|we) can
    """
)
_ACTION = Phrases(
    r"""
    request* | obtain* | arrang* | book* | ask* | spoke* | speak | statement* | photograph*
    seiz* | review* | send* | await* | download* | enquir* | exhibit* | contact* | meet*
    updat* | inform* | record* | propose to (?:send|refer|submit) | apply | appli* | prioriti*
    """
)
_DOES = r"(?: (?:does|did|will|would))?(?: not| no longer)? "
_ASIDE = Phrases(
    rf"""
    (?:she|he|ip|v|vic|victim|complainant|who|will|would|does|did){_DOES}(?:support|engag)*
    (?:she|he|ip|v|vic|victim|complainant|who|will|would|does|did){_DOES}(?:attend|wish)*
    (?:she|he|ip|v|vic|victim|complainant|who|will|would|does|did){_DOES}wants?(?! to put)
    attend* | special measures | screens | consent to | bail | custody | identif* | recover*
    available | await* | outstanding | requested | retained | seized | expert | disclos*
    submitted | capacity | interview* | suspect | susp
    his (?:account|claim|version|story|denial)
    """
)
_MOST = 40


def turned_down(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each clause that judges the account or the case badly."""
    start = 0
    breaks = [match.start() for match in _BREAK.finditer(text)][:_MOST]
    for end in [*breaks, len(text)]:
        clause = text[start:end]
        if _judges(clause):
            turns = list(_TURN.pattern.finditer(clause))
            if len(turns) % 2:
                words = [*turns, *_SUBJECT.pattern.finditer(clause)]
                first = min(match.start() for match in words)
                yield start + first, start + max(match.end() for match in words)
        start = end


def _judges(clause: str) -> bool:
    """Whether a clause speaks of the account or the case, or gives the writer's own opinion."""
    if _ASIDE.pattern.search(clause):
        return False
    if _SUBJECT.pattern.search(clause):
        return True
    return bool(_OPINION.pattern.search(clause) and not _ACTION.pattern.search(clause))
