"""The destination's config."""

import dataclasses

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
            "description": "The folder to write to. A stream becomes the folder namespace/name in it; what is not "
            "published yet, and older versions, lie in its subfolder .rapidbyte.",
        },
        "format": {"enum": ["parquet", "csv"], "default": "parquet"},
        "compression": {"enum": ["zstd", "snappy", "none"], "default": "zstd", "description": "Of Parquet files."},
    },
}


@dataclasses.dataclass(frozen=True)
class Config:
    path: str = ""
    format: str = "parquet"
    compression: str = "zstd"
    # What a Parquet file keeps in memory before it writes a row group.
    row_group_bytes: int = 32 << 20


def parse_config(text: str) -> tuple[Config, list[pb.Problem]]:
    """The config, and everything that is wrong with it."""
    raw, path, wrong, problems = read_document(text, CONFIG_SCHEMA["properties"].keys(), "/data/lake")
    for key in ("format", "compression"):
        allowed = CONFIG_SCHEMA["properties"][key]["enum"]
        if raw.get(key, allowed[0]) not in allowed:
            wrong(key, f"{key} must be one of {', '.join(allowed)}")
    config = Config(path, raw.get("format", "parquet"), raw.get("compression", "zstd"))
    if config.format == "csv" and "compression" in raw:
        wrong("compression", "CSV files are not compressed", "Leave compression out, or use format: parquet.")
    return config, problems
