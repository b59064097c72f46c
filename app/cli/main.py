"""The group of verbs, and the one handler that turns what went wrong into an exit code."""

from __future__ import annotations

import importlib
import traceback
from typing import cast

import click

from app import __version__
from app.cli.context import Exit, Outside, SaidNo
from app.cli.output import OutputLost, results
from app.cli.streams import talk, write_faults
from app.cli.usage import in_chinese
from app.common.errors import EnvironmentTrouble, Refusal, system_words

VERBS = {
    "score": "app.cli.scores",
    "panel": "app.cli.scores",
    "performance": "app.cli.grades",
    "grade-batch": "app.cli.grades",
    "draw": "app.cli.places",
    "rank": "app.cli.places",
    "due": "app.cli.matters",
    "reading": "app.cli.speech",
    "spoken": "app.cli.speech",
    "scheme": "app.cli.scheme",
    "demo": "app.cli.demo",
    "verify": "app.cli.verify",
    "bureau": "app.cli.bureau",
}
HELP = """现评：高技能人才培训基地与技能大师工作室现场考核。

不带命令时打开窗口。命令的结果写到标准输出，说明写到标准错误；文件名处写 - 表示读标准输入。
退出码：0 完成，1 检查未通过，2 输入或用法有误，3 运行环境有问题。
"""


class Verbs(click.Group):
    """A group whose verbs are imported when they are called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click asks so
        """Every verb, in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb of this name, from its own module."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(VERBS[cmd_name])
        return cast("click.Command", getattr(module, cmd_name.replace("-", "_")))


@click.group(cls=Verbs, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="现评 %(version)s", help="显示版本。")
def verbs() -> None:
    """Hold the verbs; the help text that users read is ``HELP``."""


def run(arguments: list[str], outside: Outside) -> int:
    """Run one verb; its exit code, which its function returns. What goes wrong is told here alone."""
    try:
        with results():
            return _ended(arguments, outside)
    except OutputLost as lost:
        return _told(lost)


def _ended(arguments: list[str], outside: Outside) -> int:
    """The exit code of one verb. Raises OutputLost; any other trouble is told."""
    try:
        code = verbs.main(arguments, prog_name="run", standalone_mode=False, obj=outside)
    except OutputLost:
        raise
    except Exception as trouble:  # noqa: BLE001  the command line's one handler
        return _told(trouble)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.DONE


def _told(trouble: Exception) -> int:
    match trouble:
        case Refusal():
            write_faults(trouble.faults)
            talk(str(trouble))
            return Exit.SAID_NO if isinstance(trouble, SaidNo) else Exit.BAD_INPUT
        case EnvironmentTrouble():
            talk(f"{trouble}（{trouble.code}）" if trouble.code else str(trouble))
            return Exit.ENVIRONMENT
        case click.Abort():
            return Exit.INTERRUPTED
        case click.ClickException():
            talk(in_chinese(trouble))
            return Exit.BAD_INPUT
        case OSError():
            talk(f"系统操作失败：{system_words(trouble)}。（XP-9002）")
            return Exit.ENVIRONMENT
    talk("程序内部出错，数据未受影响。请把下面的内容交给维护人员。（XP-9000）")
    talk("".join(traceback.format_exception(trouble)))
    return Exit.ENVIRONMENT
