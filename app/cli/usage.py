"""A wrong call, said in Chinese: click's own words are English."""

from __future__ import annotations

import re

import click


def in_chinese(wrong: click.ClickException) -> str:
    """What is wrong with a call, followed by the usage line of the verb that was called."""
    said = f"用法有误：{_words(wrong)}（XP-1003）"
    if isinstance(wrong, click.UsageError) and wrong.ctx is not None:
        path = wrong.ctx.command_path
        said += f"\n用 {path} --help 查看说明。"
    return said


def _words(wrong: click.ClickException) -> str:
    match wrong:
        case click.NoSuchOption():
            return f"没有选项 {wrong.option_name}。"
        case click.MissingParameter():
            return f"缺少{_name_of(wrong)}。"
        case click.BadParameter():
            return f"{_name_of(wrong)}不对。"
        case click.BadOptionUsage():
            return f"选项 {wrong.option_name} 的写法不对。"
        case click.NoSuchCommand():
            return f"没有命令 {wrong.command_name}。"
    return _other_words(wrong)


def _other_words(wrong: click.ClickException) -> str:
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return "缺少命令。"
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)", wrong.message)
    return f"多余的参数 {extra[1]}。" if extra else wrong.format_message()


def _name_of(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return "参数"
    kind = "选项" if isinstance(wrong.param, click.Option) else "参数"
    names = wrong.param.opts if isinstance(wrong.param, click.Option) else [wrong.param.human_readable_name]
    return f"{kind} {names[0]}"
