"""Which plots may come first on the wall of a classroom: told by words, so no more than a sieve."""

import re

__all__ = ["is_fit_for_class"]

# How words begin, as patterns; "~" is a space, and "\b" the end of a word.
_VIOLATED = r"""
rape[ds]?\b raping rapist rents?~(?:him|her)~out molest incest paedo pedo(?:ph|\b) grope porn
sex(?!uality|ual~orientation|tet|ton|tant) prostitut brothel whore hooker pimps?\b courtesan
stripper striptease strip~club escort~agency call~girl orgy orgies naked nude erotic
virgin(?:s|ity)?\b seduc obscene sle(?:ep|pt)\w*~with bare~(?:behind|breast) bound~woman
"""
_GORE = r"""
tortur behead decapitat dismember disembowel mutilat gore\b gory gruesome cannibal castrat severed
entrails scalp lynch butchered chainsaw slaughter massacr sadis flay impale gut(?:s|ted)\b corpse
stab(?:s|bed|bing)?\b slash(?:ed|es|ing) strangl to~death (?:own|human)~skin skinned flesh\b spiked
body~hangs brains~are tears?~\w+~in~two blood~\w+s~up part~of~a~(?:\w+~)?(?:man|woman|body)\b
"""
_SUICIDE = r"""
suicid overdos swallow\w*~pills (?:his|her|their)~wrists own~life self-harm
(?:kill|hang|shoot)\w*~(?:him|her|them)sel
"""
_DRUGS = r"""
drugs?\b drugged heroin\b cocaine opium morphine marijuana ganja cannabis hashish meth\b lsd\b
junkie addict narcotic
"""
_SLURS = r"""
nigg negro fag(?:got)?s?\b tranny kikes?\b spics?\b chinks?\b retard redskin squaw injun half-breed
savages\b gyps(?:y|ies) cripple bastard sluts?\b bitch fuck shit
"""
_STEMS = (_VIOLATED + _GORE + _SUICIDE + _DRUGS + _SLURS).split()
_UNFIT = re.compile(rf"\b(?:{'|'.join(_STEMS).replace('~', ' ')})", re.IGNORECASE)


def is_fit_for_class(text: str) -> bool:
    """Whether no word of the text is of sexual violence, sex work, gore, suicide, drugs, or a slur."""
    return _UNFIT.search(text) is None
