"""The shortcuts of the conclusion, as its sheet of shortcuts tells them. No Qt."""

from __future__ import annotations

from app.common.words import say
from app.scoring.model.kinds import POINTS, KindWords
from app.ui.shell.presenter import KeyGroup, KeyHelp


def conclusion_keys(words: KindWords = POINTS) -> KeyGroup:
    """What holds on this screen, in the words of a kind of scheme."""
    pairs = (
        ("Ctrl+1", say("看{content}", content=words.content)),
        ("Ctrl+2", say(words.opinions[0])),
        ("Ctrl+3", say("程序记录")),
        ("Ctrl+4", say("单位表态")),
        ("Alt+↑　Alt+↓", say("上一项、下一项")),
        ("Ctrl+Enter", say("裁定；在其他页为定稿")),
        ("Ctrl+Shift+O", say("先打开已到的{sheet}", sheet=words.sheet)),
        ("Ctrl+Shift+J", say("登记合议结论")),
        ("Ctrl+D", say(words.draft)),
        ("Ctrl+P", say("预览结论文件")),
        ("Ctrl+Shift+A", say("登记缺席、退出、回避")),
        ("Ctrl+Shift+L", say("换组长")),
    )
    return KeyGroup(say("结论"), tuple(KeyHelp(keys, does) for keys, does in pairs))
