"""What links a myth to a conclusion, and what parts them again."""

from __future__ import annotations

import re

from stillpoint.methods.challenge.phrases import Phrases

FORWARD = Phrases(
    r"""
    so | therefore | hence | thus | consequently | accordingly | as a result | as such | which
    for (?:this|that|these) reasons? | on (?:this|that) (?:basis|footing|ground) | it follows
    means? | meaning | leads? | leading | makes? | made | making | suggests? | points? to
    shows? | to my mind | in my view | in my opinion | clearly | this | that | and | not | is
    are | was | were | remains | will | would
    """
)
BACKWARD = Phrases(
    r"""
    because | as | since | given | due to | owing to | on account of | in (?:view|light) of
    having regard to | bearing in mind | taking into account | on the basis | considering
    when | where | after | by | for | that | how | from | based on | in the absence of
    without | if | why
    """
)
STRONG = Phrases(
    r"""
    so | therefore | hence | thus | consequently | accordingly | as a result | which | means?
    and (?:i|we|for me|in my|to my|this|that|a) | meaning | making | makes? | leaves?
    leaving | affects? | for (?:this|that) reason | on (?:this|that) basis
    """
)
RESETS = Phrases(
    r"""
    but(?! did not| chose| failed| she did| never| made no) | however | although | though
    whereas | while | despite | notwithstanding | yet
    """
)
TAKES_UP = re.compile(
    r"\W{0,3}(?:and |but )?(?:this|that|these|those|such|it|so|therefore|hence|thus|accordingly"
    r"|consequently|as a result|for (?:this|that)|on (?:this|that)|in my|to my|given this|clearly"
    r"|i|we|my|with|rape|jury|case|her|his|their|not|no|nfa|a|an|someone|anyone|neither|nothing"
    r"|believed|would|she|ip|ip's|v's|file|evi|poor|all of (?:this|which)|there (?:is|are|was)"
    r"|the (?:ip|ip's|victim's|complainant|fact|case|account|allegation|file|matter|timing"
    r"|evidence|victim|report|complaint))\b"
)
"""How a sentence begins that takes up the one before it."""

TAKES_UP_FIRMLY = re.compile(
    r"\W{0,3}(?:and )?(?:this|that|these|all of (?:this|which)|so|therefore|hence|thus|accordingly"
    r"|consequently|as a result|for (?:this|that)|on (?:this|that)|in my|to my|given this|i|we"
    r"|my)\b"
)
VICTIM = re.compile(r"\b(?:victims?|raped|complainants?)\b")

NEGATED = re.compile(
    r"\b(?:not|\w{2,6}n't|never|no reason|no grounds?|nothing|neither|nor|hardly|nobody|without"
    r"|rather than|wrong|wholly|easy|in no way|cannot|whatever|less|no cause|no difficulty"
    r"|neither of which|none of which)"
    r"(?: (?!(?:and|which|so|that|this|it|force)\b)[\w'/-]{1,20}){0,4} \Z|\bno \Z"
)
HEADED = re.compile(
    r"\A\W{0,4}(?:the )?(?:suspect(?:'s)?|susp(?:'s)?|defence|his|interview|prepared statement)"
    r"(?: (?:account|case|version|statement|interview|summary|says|comments?)){0,2} ?:"
)
_TOLD = r"(?:account|claim|version|story|denial|explanation|assertion|alibi|defence)"
OF_SUSPECT = re.compile(
    rf"\b(?:suspect|susp|sus|defendant|his {_TOLD})(?:'s)?(?! to have)"
    r"(?: (?!(?:who|and|so|which|because|as)\b)[\w'-]{1,20}){0,9}"
    r" (?:is|are|was|were|be|has|lacks)? ?\Z"
    rf"|\b(?:suspect's|susp's|defendant's) {_TOLD} (?:that|of)\b[^,;]{{0,90}}\Z"
)
"""Before a conclusion: it is the suspect's account that is disbelieved."""

ON_SUSPECT = re.compile(
    r" (?:the )?(?:suspect|susp|defendant)\b|(?: \w{1,20})? (?:his|the suspect's|suspect's|susp's)"
    rf" (?:\w{{1,20}} )?{_TOLD}\b(?! to have been)"
)
"""After a conclusion: the same."""

DISBELIEF = re.compile(
    r"(?:not|cannot|\w{1,9}n't|un\w{3,15}|lack\w{0,3} (?:\w{1,12} )?credib|no credib|inconsist"
    r"|contradict|undermin|damag)"
)
OWN_STEP = re.compile(r"[,;] (?:which|and this|this|hence|and the)\b")
OWN_VIEW = re.compile(r"\b(?:i|my)\b")
POINTING = re.compile(r"\W{0,3}(?:this|that|such|these|those|which|to)\b")
PAUSE = re.compile(r"[,;:]| - |\A\W{0,3}\Z")
