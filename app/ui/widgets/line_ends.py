"""Text for a label that wraps: no line ends inside a short word, quoted or well known.

Qt breaks Chinese text at any character. Only what is short is held together: a narrow pane has to hold it.
"""

from __future__ import annotations

import re
from functools import lru_cache

JOINER = "\N{WORD JOINER}"
WHOLE = re.compile(r"(?<=“)[^“”\s]{2,4}(?=”)|不合格|不符合|合格|符合")


@lru_cache(maxsize=2048)
def joined(text: str) -> str:
    """The text as it is to be laid out; it looks and reads the same."""
    return WHOLE.sub(lambda found: JOINER.join(found[0]), text)
