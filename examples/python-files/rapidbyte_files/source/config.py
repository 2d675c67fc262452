"""The source's config."""

import dataclasses
import re

import pyarrow as pa

from ..config_document import read_document
from ..wire import connector_pb2 as pb

CONFIG_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["path"],
    "properties": {
        "path": {
            "type": "string",
            "minLength": 1,
            "description": "The folder that holds the streams: name.parquet, name.csv, or a folder name/ of such files.",
        },
        "delimiter": {"type": "string", "minLength": 1, "maxLength": 1, "default": ",", "description": "Of CSV files."},
        "types": {
            "type": "object",
            "description": "Types of CSV columns, by stream and column: {orders: {id: int64, total: 'decimal(12,2)'}}. "
            "A column that is not named is text: nothing is guessed. bool, int16, int32, int64, float32, float64, "
            "decimal(p,s), date, time, timestamp, timestamptz, text.",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    },
}

_SIMPLE_TYPES = {
    "bool": pa.bool_(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "text": pa.string(),
}


@dataclasses.dataclass(frozen=True)
class Config:
    path: str = ""
    delimiter: str = ","
    # By stream and column.
    types: dict[str, dict[str, pa.DataType]] = dataclasses.field(default_factory=dict)


def parse_config(text: str) -> tuple[Config, list[pb.Problem]]:
    """The config, and everything that is wrong with it."""
    raw, path, wrong, problems = read_document(text, CONFIG_SCHEMA["properties"].keys(), "/data/shop")
    delimiter = raw.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n':
        wrong("delimiter", "delimiter must be one ASCII character, and no quote or line end")
    types: dict[str, dict[str, pa.DataType]] = {}
    declared = raw.get("types", {})
    if not isinstance(declared, dict):
        wrong("types", "types must be an object: streams, in them columns")
        declared = {}
    for stream, columns in declared.items():
        if not isinstance(columns, dict):
            wrong(f"types.{stream}", "This must be an object: columns and their types")
            continue
        types[stream] = {}
        for column, name in columns.items():
            type = parse_type(name)
            if type is None:
                wrong(f"types.{stream}.{column}", f"{name!r} is no type",
                      f"Types are {', '.join(_SIMPLE_TYPES)} and decimal(p,s).")
            else:
                types[stream][column] = type
    return Config(path, delimiter, types), problems


def parse_type(name) -> pa.DataType | None:
    if not isinstance(name, str):
        return None
    if name in _SIMPLE_TYPES:
        return _SIMPLE_TYPES[name]
    decimal = re.fullmatch(r"decimal\((\d{1,2}),\s*(\d{1,2})\)", name)
    if decimal is None:
        return None
    precision, scale = int(decimal[1]), int(decimal[2])
    if not 1 <= precision <= 76 or scale > precision:
        return None
    return pa.decimal128(precision, scale) if precision <= 38 else pa.decimal256(precision, scale)
