"""Excel: a workbook with a sheet for each table, and one that says what the columns are. No cell is a formula or a link."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract import Table
from ..errors import Problem
from .source import Source, refuse_empty_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TITLE = "an Excel workbook"
SAYS = (
    "One workbook with a sheet for each table; the sheet `columns` says what every column is. An empty cell is a null. Text is"
    " text: no cell is a formula or a link."
)
CANNOT: tuple[str, ...] = ()
FILE = "baghdad-tehran.xlsx"
_LONGEST_TEXT, _LARGEST_INTEGER = 32_767, 2**53  # beyond these Excel cuts text and rounds numbers
_UNSPEAKABLE = re.compile("[\ufffe\uffff]")  # not to be written in XML at all
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a day too many before it
_WIDTHS = {"integer": 12, "number": 12, "boolean": 10, "date": 12}


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write the workbook. Problem where XlsxWriter is not installed, or a value does not fit into a cell."""
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise Problem(
            "export --to xlsx needs XlsxWriter, which is not installed",
            remedy="pip install xlsxwriter; it also comes with the extra xlsx: baghdad-tehran[xlsx]",
        ) from None
    # Not strings_to_…: what begins with = or http stays the text that it is.
    book = xlsxwriter.Workbook(folder / FILE, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": source.package.get("title", ""), "created": datetime(2000, 1, 1)})  # the same bytes each time
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("columns")
    _head(sheet, head, [("table", 24), ("column", 20), ("type", 10), ("never empty", 12), ("meaning", 100)])
    line = 0
    for table in source.tables.values():
        for column in table.columns:
            meaning = " ".join(filter(None, (column.description, column.note)))
            line += 1
            for place, value in enumerate((table.name, column.name, column.type, column.required, meaning)):
                _cell(sheet, line, place, value, day)
    for name, table in source.tables.items():
        _sheet(book.add_worksheet(name), table, source.rows(name), head, day)
    book.close()
    return {FILE: "all tables, a sheet each"}


def _sheet(sheet: Worksheet, table: Table, rows: list[tuple[Any, ...]], head: Format, day: Format) -> None:
    refuse_empty_text(table, rows, "Excel")
    _head(sheet, head, [(column.name, _WIDTHS.get(column.type, 28)) for column in table.columns])
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is None:
                continue
            if reason := _unfit(value):
                raise Problem(
                    f"{reason}, which does not fit into a cell of Excel",
                    file=f"{table.name}.parquet",
                    place=f"{row[0]}, {table.names[place]}",
                    remedy="Choose another form: --to csv.",
                )
            _cell(sheet, line, place, value, day)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.columns) - 1)


def _head(sheet: Worksheet, head: Format, columns: list[tuple[str, int]]) -> None:
    for place, (name, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, head)
    sheet.freeze_panes(1, 1)


def _cell(sheet: Worksheet, line: int, place: int, value: Any, day: Format) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        sheet.write_string(line, place, value)
    else:
        sheet.write_number(line, place, value)


def _unfit(value: Any) -> str | None:
    if isinstance(value, str):
        if len(value.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
            return f"a text of more than {_LONGEST_TEXT:,} characters"
        return "a character that is none (U+FFFE, U+FFFF)" if _UNSPEAKABLE.search(value) else None
    if isinstance(value, date):
        return "a day before March 1900" if value < _FIRST_DAY else None
    if isinstance(value, int):
        return "a number of more than 15 digits" if abs(value) > _LARGEST_INTEGER else None
    return None
