"""Characters that no page, file or database can hold: taken out where text comes in and where it
goes out.

XML 1.0 section 2.2 lists what a Word or spreadsheet file may hold: tab, line feed, carriage return
and everything from U+0020 on but surrogates, U+FFFE and U+FFFF. PostgreSQL holds no U+0000. Word
processors paste U+000B for a line break, U+000C for a page break, and bullets from a private area.
"""

from __future__ import annotations

import re

# What stands for a line break elsewhere.
LINE_BREAKS = re.compile("\r(?!\n)|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
NEVER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# The last two code points of each further plane are no characters either.
ENDS = [chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)]
BEYOND = re.compile(f"[{''.join(ENDS)}]")
# What a file in Windows' Western encoding leaves when it is read as Latin-1: its quotes and dashes.
WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
# Bullets of the Symbol and Wingdings typefaces, as a word processor pastes them.
PASTED_BULLETS = re.compile("[\uf06c\uf0a7\uf0b7\uf0d8\uf0e0\uf0fc]")


def holdable(text: str) -> str:
    """The text as any page, file or database can hold it: line breaks as line feeds, pasted bullets
    as bullets, control characters and half characters gone. Holdable text comes back as it is."""
    if text.isascii() and text.isprintable():
        return text
    text = LINE_BREAKS.sub("\n", text).translate(WINDOWS)
    text = PASTED_BULLETS.sub("•", text)
    return BEYOND.sub("", NEVER.sub("", text))
