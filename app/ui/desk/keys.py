"""The shortcuts of the desk, as its sheet of shortcuts tells them. No Qt."""

from __future__ import annotations

from app.common.words import say
from app.scoring.model.kinds import POINTS, KindWords
from app.ui.shell.presenter import KeyGroup, KeyHelp, everywhere

FILLING = (
    ("Enter", "下一栏；在最后一栏则到下一项"),
    ("Tab　Shift+Tab", "下一栏、上一栏"),
    ("1 2 3 …", "选第几个选项，或勾第几个"),
    ("0", "在勾选上：均不具备"),
    ("↑　↓　PgUp　PgDn", "在数字栏：加减一，或加减一大步"),
    ("Delete", "取消所选"),
    ("Ctrl+Z　Ctrl+Y", "撤销、重做，可一直退到开始"),
)
MOVING = (
    ("Alt+↓　Alt+↑", "下一项、上一项；也可用 Ctrl+PgDn、Ctrl+PgUp"),
    ("Ctrl+F", "查找，可用拼音首字母；Esc 清除"),
    ("F6　Shift+F6", "到下一个、上一个分栏"),
    ("Ctrl+1　Ctrl+3", "收起或展开{content}、结果"),
    ("Ctrl+2", "只看本项，再按恢复"),
)
BESIDE = (
    ("Ctrl+M", "本项材料全部标为原件"),
    ("Alt+1 … Alt+5", "工作记录：抽查、出处、谈话、补交、单位说明"),
    ("Ctrl+J", "补交材料，打印清单"),
    ("Ctrl+B", "标记本项，以便回头再看；再按取消"),
    ("Ctrl+Shift+V", "把剪贴板里的图片或文件附到本项"),
    ("Enter　C　P　Delete", "在附件上：查看、写说明、标为个人信息、取下"),
)
COLLEAGUES = (
    ("Ctrl+T", "采信同组专家已核的事实"),
    ("Ctrl+Shift+T", "对同组专家已核的事实写明异议"),
    ("Ctrl+Shift+A", "已核事实：采信全部未填的，或导出"),
)
SHEET = (
    ("Ctrl+K", "核对"),
    ("Ctrl+L", "锁定{sheet}；锁定之后是下一步"),
    ("Ctrl+Shift+L", "重新打开已锁定的{sheet}"),
    ("Ctrl+P", "打印{sheet}：空白的，或本人的"),
    ("Ctrl+H", "历史记录"),
    ("Ctrl+Shift+H", "本项的历史记录"),
    ("?", "同 F1；在文字栏里则是问号"),
)


def told(text: str, words: KindWords = POINTS) -> str:
    """A text of this table in the words of a kind of scheme."""
    return say(text, sheet=words.sheet, content=words.content)


KEYS = tuple((keys, told(does)) for keys, does in FILLING + MOVING + BESIDE + COLLEAGUES + SHEET)
"""All of them, as the guide tells them."""


def desk_groups(words: KindWords = POINTS) -> tuple[KeyGroup, ...]:
    """Everything that holds on the desk, its own groups first, in the words of a kind of scheme."""
    own = (
        ("填写", FILLING),
        ("换项与分栏", MOVING),
        ("材料、工作记录与附件", BESIDE),
        ("同组专家", COLLEAGUES),
        ("{sheet}", SHEET),
    )
    made = (
        KeyGroup(told(title, words), tuple(KeyHelp(keys, told(does, words)) for keys, does in lines))
        for title, lines in own
    )
    return (*made, everywhere())
