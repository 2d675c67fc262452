"""The destination's config."""

import dataclasses
import json

from ..wire import connector_pb2 as pb
from ..wire.errors import problem

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
    """The config, and everything that is wrong with it. Reaches no file system (LIFE-4)."""
    problems: list[pb.Problem] = []

    def wrong(path: str, message: str, hint: str = "") -> None:
        problems.append(problem("config", "config_invalid", message, path=path, hint=hint))

    try:
        raw = json.loads(text or "{}")
    except ValueError:
        raw = None
    if not isinstance(raw, dict):
        wrong("", "The config is not a JSON object")
        return Config(), problems
    for key in raw.keys() - CONFIG_SCHEMA["properties"].keys():
        wrong(key, f"There is no option {key}", f"Options are {', '.join(CONFIG_SCHEMA['properties'])}.")
    path = raw.get("path")
    if not isinstance(path, str) or not path or "\0" in path:
        wrong("path", "path must be the path of a folder", "For example: path: /data/lake")
        path = ""
    for key in ("format", "compression"):
        allowed = CONFIG_SCHEMA["properties"][key]["enum"]
        if raw.get(key, allowed[0]) not in allowed:
            wrong(key, f"{key} must be one of {', '.join(allowed)}")
    config = Config(path, raw.get("format", "parquet"), raw.get("compression", "zstd"))
    if config.format == "csv" and "compression" in raw:
        wrong("compression", "CSV files are not compressed", "Leave compression out, or use format: parquet.")
    return config, problems
