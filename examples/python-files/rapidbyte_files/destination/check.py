"""Check: whether each stream can be written as it is asked for. Changes nothing (LIFE-4)."""

import os

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ..wire import connector_pb2 as pb
from ..wire.arrow import decode_schema, encode_schema, same_columns
from ..wire.errors import display, problem
from .config import Config
from .receipts import list_folder
from .target import Target, is_too_long
from .writing import why_unsupported

WRITE_MODES = (pb.WRITE_MODE_APPEND, pb.WRITE_MODE_REPLACE)


def check_root(path: str) -> list[pb.Problem]:
    """The folder, or the nearest one above that is there, must be writable."""
    place = os.path.abspath(path)
    while not os.path.lexists(place):
        place = os.path.dirname(place)
    if not os.path.isdir(place):
        return [problem("config", "not_a_folder", f"{place} is not a folder", path="path")]
    if not os.access(place, os.W_OK | os.X_OK):
        return [problem("permission", "folder_not_writable", f"{place} can't be written to", path="path")]
    return []


def check_stream(offer: pb.StreamOffer, target: Target, config: Config) -> tuple[list[pb.Problem], pb.StreamAnswer | None]:
    """Its problems; or, where there are none, the answer."""
    spec = offer.spec
    problems: list[pb.Problem] = []

    def wrong(category: str, code: str, message: str, **fields) -> None:
        problems.append(problem(category, code, message, stream=spec.name, **fields))

    if spec.write_mode not in WRITE_MODES:
        wrong("config", "write_mode_unsupported", "Files are appended or replaced, not merged",
              hint="Use write_mode: append or replace.")
    if spec.sync_mode != pb.SYNC_MODE_FULL_REFRESH:
        wrong("config", "sync_mode_unsupported", "Files keep no position to go on from",
              hint="Use sync_mode: full_refresh.")
    if is_too_long(spec.name):
        wrong("config", "name_too_long", f"The name {display(spec.name)} is too long for a folder")
    elif target.is_foreign():
        wrong("config", "target_not_ours", f"{target.link} was not made by this connector", path="path",
              hint="Move it away, or write to another folder.")
    encoded = next((variant.arrow_schema for variant in offer.variants if variant.encoding == "canonical"), None)
    if encoded is None:
        wrong("schema", "encoding_unsupported", "The source does not offer canonical Arrow types")
        return problems, None
    schema = decode_schema(encoded)
    for field in schema:
        why = why_unsupported(field, config)
        if why:
            wrong("schema", "type_unsupported", why, column=field.name, hint="Leave the column out.")
    if spec.write_mode == pb.WRITE_MODE_APPEND and not problems:
        why = why_no_append(target, schema, config)
        if why:
            wrong("schema", "schemas_differ", why, hint="Use write_mode: replace, or write to another folder.")
    if problems:
        return problems, None
    return [], pb.StreamAnswer(
        arrow_schema=encode_schema(schema),
        guarantee=pb.GUARANTEE_EXACTLY_ONCE,
        guarantee_reason="the whole load becomes visible with one rename, out of a folder that a later load takes away first",
        target=target.link,
    )


def why_no_append(target: Target, schema: pa.Schema, config: Config) -> str | None:
    """Why the rows can't join those that are there; None: they can."""
    version = target.current_version()
    if version is None:
        return None
    folder = os.path.join(target.versions, version)
    files = sorted(list_folder(folder))
    if not files:
        return None
    if not files[0].endswith(f".{config.format}"):
        return f"There are files of another format: {files[0]}"
    path = os.path.join(folder, files[0])
    if config.format == "csv":
        found = pacsv.open_csv(path).schema.names
        return None if found == schema.names else f"The columns there are {', '.join(found)}"
    there = pq.read_schema(path)
    here = pa.schema([pa.field(field.name, field.type, field.nullable) for field in schema])
    return None if same_columns(there, here) else "The files that are there have other columns or types"
