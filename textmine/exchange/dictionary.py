"""The data dictionary: a Frictionless Data Package with a Table Schema for each table."""

from __future__ import annotations

import json
from collections.abc import Sequence

from textmine.exchange.contents import RESTRICTED
from textmine.exchange.flat import Column, Flat

HEAD = 4  # the row of a sheet that holds the headings
PROFILE = {"csv": "tabular-data-resource", "xlsx": "data-resource", "parquet": "data-resource"}
SAFE = (
    "An apostrophe goes before a cell that a spreadsheet would take for a formula (it begins with =, +, -, @ or a tab); take "
    "it off before you compare words with the narratives."
)


def data_package(tables: Sequence[Flat], *, form: str, name: str) -> str:
    """`datapackage.json`: what each file and column is (specs.frictionlessdata.io, version 1).

    Args:
        form: csv, xlsx or parquet.
        name: of the study.
    """
    package = {
        "profile": "data-package",
        "name": "textmine-export",
        "title": f"Codings of the study {name}",
        "description": RESTRICTED + ("" if form == "parquet" else f" {SAFE}"),
        "resources": [_resource(table, form) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Flat, form: str) -> dict[str, object]:
    place: dict[str, object] = {
        "csv": {"path": f"{table.name}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig"},
        "xlsx": {
            "path": "tables.xlsx",
            "format": "xlsx",
            "dialect": {"headerRows": [HEAD], "excel": {"sheet": table.name}},
        },
        "parquet": {"path": f"{table.name}.parquet", "format": "parquet"},
    }[form]  # type: ignore[assignment]
    return {"name": table.name, "title": table.title, "profile": PROFILE[form], **place, "schema": _schema(table, form)}


def _schema(table: Flat, form: str) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(one, form) for one in table.columns], "missingValues": [""]}
    if table.unique:
        schema["primaryKey"] = list(table.unique)
    if table.links:
        schema["foreignKeys"] = [
            {"fields": link.column, "reference": {"resource": link.table, "fields": link.target}}
            for link in table.links
        ]
    return schema


def _field(one: Column, form: str) -> dict[str, object]:
    limits: dict[str, object] = {"required": True} if one.needed else {}
    if one.values:
        limits["enum"] = [int(value) for value in one.values] if one.kind == "integer" else list(one.values)
    field: dict[str, object] = {"name": one.name, "type": one.kind, "description": one.meaning}
    if one.kind == "datetime":
        field["format"] = "any"
    if form == "parquet" and one.kind not in ("string", "datetime"):
        # Frictionless reads a number that is not recorded as nan.
        field["missingValues"] = ["", "nan"]
    return field | ({"constraints": limits} if limits else {})
