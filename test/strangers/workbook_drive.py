"""Reads or writes a workbook with openpyxl: what a wish on the command line says, as JSON; answers in JSON."""

import datetime
import json
import sys

import openpyxl


def read(wish):
    book = openpyxl.load_workbook(wish["file"])
    sheet = book.active
    return {
        "sheets": book.sheetnames,
        "frozen": sheet.freeze_panes,
        "rows": [[cell.value for cell in row] for row in sheet.iter_rows()],
        "types": sorted({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}),
        "formats": sorted({cell.number_format for row in sheet.iter_rows() for cell in row if cell.value is not None}),
    }


def value(cell):
    if isinstance(cell, dict):
        return datetime.datetime.fromisoformat(cell["date"])
    return cell


def write(wish):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in wish["sheets"].items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([value(cell) for cell in row])
    book.save(wish["file"])
    return {}


wish = json.loads(sys.argv[1])
print(json.dumps({"read": read, "write": write}[wish["do"]](wish)))
