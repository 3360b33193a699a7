"""`tuopin standard list|show|examples`: the rules as text a reader can check against the document."""

from collections.abc import Iterator

import click
from rich.box import SIMPLE_HEAD
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from tuopin import standards
from tuopin.cli.commands import Argument, Command, Group, common_options, pass_session
from tuopin.cli.session import Session
from tuopin.engine.parameters import ROUNDED, DatedValue, Parameter
from tuopin.engine.reading import met_when
from tuopin.engine.standard import Criterion, Standard
from tuopin.kernel.errors import NotFound
from tuopin.kernel.text import Language, Text
from tuopin.standards import examples
from tuopin.standards.pack import Pack
from tuopin.standards.plain import pack_as_dict, parameter_as_dict, standard_as_dict
from tuopin.standards.wording import clock_words, definition, with_earlier, words

_COMMANDS = {
    "list": ("tuopin.cli.standard", Text("列出标准包和标准", "list packs and standards")),
    "show": (
        "tuopin.cli.standard",
        Text("读一个标准：条件、参数、出处", "read a standard: criteria, parameters, sources"),
    ),
    "examples": ("tuopin.cli.standard", Text("看判定示例", "see the examples")),
}
_WHICH = Text("标准包[/标准]", "PACK[/STANDARD]")
_WHICH_SAYS = Text(
    "例如 tuopin standard list 列出的任何一个。", "Any of those that `tuopin standard list` lists."
)

standard_command = common_options(
    Group(
        "standard",
        callback=lambda: None,
        homes=_COMMANDS,
        says=Text(
            "查看标准：条件、政策参数的沿革与出处、判定示例。",
            "Read the rules: criteria, parameters with their histories and sources, examples.",
        ),
    )
)


@click.command(
    "list", cls=Command, says=Text("列出所有标准包和其中的标准。", "Lists all packs and their standards.")
)
@common_options
@pass_session
def list_command(session: Session) -> None:
    packs = [standards.load(code) for code in standards.codes()]
    if session.for_machines:
        session.answer([pack_as_dict(pack) for pack in packs])
        return
    for pack in packs:
        session.out.print(f"{pack.code} · {pack.label.in_(session.language)}", style="bold", markup=False)
        session.out.print(Padding(pack.note.in_(session.language), (0, 0, 0, 2)))
        session.out.print(_standards_table(session, pack))


@click.command(
    "show", cls=Command, says=Text("读一个标准包，或其中一个标准。", "Reads a pack, or one standard of it.")
)
@click.argument("which", cls=Argument, named=_WHICH, says=_WHICH_SAYS)
@common_options
@pass_session
def show_command(session: Session, which: str) -> None:
    pack, chosen = _chosen(which)
    parameters = _parameters_of(pack, chosen)
    if session.for_machines:
        session.answer({
            "pack": pack.code,
            "standards": [standard_as_dict(each) for each in chosen],
            "parameters": [parameter_as_dict(each) for each in parameters],
        })  # fmt: skip
        return
    for standard in chosen:
        _print_standard(session, standard)
    session.out.rule(session.words("政策参数", "Parameters"), align="left")
    for parameter in parameters:
        _print_parameter(session, parameter)


@click.command(
    "examples",
    cls=Command,
    says=Text(
        "打印判定示例：测试逐行执行的就是这些表。",
        "Prints the examples: the very tables the tests run row by row.",
    ),
)
@click.argument("which", cls=Argument, named=_WHICH, says=_WHICH_SAYS)
@common_options
@pass_session
def examples_command(session: Session, which: str) -> None:
    pack, chosen = _chosen(which)
    texts = {each.code: text for each in chosen if (text := examples.texts(pack).get(each.code)) is not None}
    if not texts:
        raise NotFound(
            "no_examples",
            zh=f"{which} 没有示例。用 tuopin standard list 查看有哪些标准。",
            en=f"{which} has no examples. See the standards with tuopin standard list.",
        )
    if session.for_machines:
        session.answer(texts)
        return
    for text in texts.values():
        if session.out.is_terminal:
            session.out.print(Markdown(text))
        else:
            click.echo(text)


def _chosen(which: str) -> tuple[Pack, tuple[Standard, ...]]:
    """Raises NotFound for a pack or a standard that is not there."""
    code, _, inside = which.partition("/")
    pack = standards.load(code)
    return pack, pack.named(inside) if inside else pack.standards


def _parameters_of(pack: Pack, chosen: tuple[Standard, ...]) -> list[Parameter]:
    used = {code for standard in chosen for code in standard.parameters()}
    return [each for each in pack.parameters if each.code in used]


def _standards_table(session: Session, pack: Pack) -> Table:
    zh = session.language == "zh"
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for header in ("标准", "名称", "层级", "条件", "有效期") if zh else (
        "standard", "name", "level", "criteria", "in force"
    ):  # fmt: skip
        table.add_column(
            header,
            overflow="fold",
            justify="right" if header in ("条件", "criteria") else "left",
            no_wrap=header in ("标准", "standard"),
        )
    for each in pack.standards:
        label, level = each.label.in_(session.language), each.level.label.in_(session.language)
        table.add_row(f"{pack.code}/{each.code}", label, level, str(len(each.criteria)), _period(each))
    return table


def _period(standard: Standard) -> str:
    return f"{standard.in_force_from} – {standard.in_force_until or ''}".rstrip()


# ---- one standard, for people ----


def _print_standard(session: Session, standard: Standard) -> None:
    language = session.language
    session.out.rule(f"{standard.label.in_(language)} · {standard.code}", align="left")
    level = standard.level.label.in_(language)
    session.show(
        f"对象：{level}。有效期：{_period(standard)}。出处：{standard.source}",
        f"About one {level}. In force: {_period(standard)}. Source: {standard.source}",
    )
    if standard.note is not None:
        session.out.print(standard.note.in_(language), markup=False)
    for number, criterion in enumerate(standard.criteria, start=1):
        session.out.print()
        session.out.print(
            f"{number}. {criterion.label.in_(language)}  [{criterion.code}]", style="bold", markup=False
        )
        for what, told in _criterion(standard, criterion, language):
            session.out.print(Padding(_line(f"{what}{session.words('：', ': ')}{told}"), (0, 0, 0, 3)))
    session.out.print()


def _line(text: str) -> Line:
    """What wording marks as **strong**, strong."""
    line = Line()
    for at, part in enumerate(text.split("**")):
        line.append(part, style="bold" if at % 2 else "")
    return line


def _criterion(standard: Standard, criterion: Criterion, language: Language) -> Iterator[tuple[str, str]]:
    zh = language == "zh"
    yield met_when(criterion.reads).in_(language), definition(criterion.met_when, language)
    if criterion.applies_when is not None:
        yield "适用" if zh else "applies to", words(criterion.applies_when, language)
    if criterion.gap not in (None, criterion.label):
        yield "短板" if zh else "gap", criterion.gap.in_(language)
    if criterion.severity is not None:
        yield "程度" if zh else "severity", criterion.severity.label.in_(language)
    yield "责任部门" if zh else "owner", with_earlier(criterion.owner, language, standard)
    for clock in criterion.clocks:
        yield "时限" if zh else "clock", clock_words(clock, language)
    yield "出处" if zh else "source", f"{criterion.source}{_checked(criterion.verified, language)}"


def _checked(verified: bool, language: Language) -> str:
    if language == "zh":
        return "（已核对原文）" if verified else "（未核对原文）"
    return " (verified)" if verified else " (not verified)"


def _print_parameter(session: Session, parameter: Parameter) -> None:
    session.out.print(
        f"{parameter.label.in_(session.language)}  [{parameter.code}]", style="bold", markup=False
    )
    if parameter.formula is not None:
        told = f"{parameter.formula.text}{ROUNDED.in_(session.language)}"
        session.out.print(Padding(Line(told), (0, 0, 0, 3)))
    for value in parameter.values:
        session.out.print(Padding(Line(_value(parameter, value, session.language)), (0, 0, 0, 3)))


def _value(parameter: Parameter, value: DatedValue, language: Language) -> str:
    zh = language == "zh"
    where = value.place or value.group or ("各地" if zh else "everywhere")
    amount = ("停用" if zh else "repealed") if value.value is None else str(value.value)
    unit = f" {parameter.unit}" if parameter.unit.powers and value.value is not None else ""
    checked = _checked(value.verified, language)
    if zh:
        return f"{value.from_} 起 {where}：{amount}{unit} · {value.source}{checked}"
    return f"from {value.from_}, {where}: {amount}{unit} · {value.source}{checked}"
