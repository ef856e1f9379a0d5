"""Croissant metadata (mlcommons.org/croissant, 1.0) of a release: what machine-learning tools read to find and load tables.

Made from the descriptor and the schemas, so that nothing is said twice. It reads no data and writes no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..contract import Column, Table
from ..export import citation

_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
# The names that version 1.0 of the format prescribes for its own terms.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "excludes": "cr:excludes",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(
    package: Mapping[str, Any], contract: Mapping[str, Table], sizes: Mapping[str, int], published: str | None
) -> dict[str, Any]:
    """The metadata. `package`: the descriptor; `sizes`: bytes of each table's file; `published`: the day, if known."""
    licence = package["licenses"][0]
    people = [{"@type": "sc:Organization", "name": one["title"]} for one in package["contributors"]]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "version": package["version"],
        **({"datePublished": published} if published else {}),
        "license": licence["path"],
        "creator": people,
        "citeAs": citation(package),
        "inLanguage": "en",
        "isLiveDataset": False,
        "distribution": [_file(resource, sizes[resource["name"]]) for resource in package["resources"]],
        "recordSet": [_records(contract[resource["name"]]) for resource in package["resources"]],
    }


def _file(resource: Mapping[str, Any], size: int) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "contentSize": f"{size} B",
        "encodingFormat": "application/x-parquet",  # what the tools of this format know Parquet by
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": {"@id": f"{table.name}/{table.primary_key}"},
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    # In words and not as cr:references: mlcroissant 1.1 joins tables by these, and fails where one has several.
    targets = [
        f"Refers to {key.target}.{there}."
        for key in table.foreign_keys
        for here, there in zip(key.columns, key.target_columns, strict=True)
        if here == column.name
    ]
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": " ".join(filter(None, (column.description, column.note, *targets))),
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": f"dataset/{table.name}.parquet"}, "extract": {"column": column.name}},
    }
