"""Units: runs of row groups of Parquet files; of a CSV file, which has no such marks, all of it.

There is nothing to hold: a token names the files as they were, and a session that meets another one says so.
"""

import dataclasses
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq

from ..wire.errors import ConnectorError
from .streams import FileVersion, Stream

DEFAULT_UNIT_BYTES = 32 << 20
# Half of what PLAN-2 allows.
MAX_TOKEN_BYTES = 32 << 10


@dataclasses.dataclass(frozen=True)
class Piece:
    """What can't be cut: a row group, or a CSV file (`row_group` is None)."""

    file: FileVersion
    row_group: int | None
    rows: int
    bytes: int


def cut(stream: Stream) -> list[Piece]:
    pieces: list[Piece] = []
    for path in stream.files:
        try:
            version = FileVersion.of(path)
            if stream.format == ".csv":
                pieces.append(Piece(version, None, 0, version.size))
                continue
            with pa.OSFile(path) as file:
                metadata = pq.read_metadata(file)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise ConnectorError("data", "file_unreadable", f"{os.path.basename(path)} can't be read: {error}",
                                 stream=stream.name) from error
        groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
        pieces += [Piece(version, index, group.num_rows, group.total_byte_size) for index, group in enumerate(groups)]
    return pieces


def group(pieces: list[Piece], target_bytes: int) -> list[list[Piece]]:
    """Units of about `target_bytes`; at least one, which may be empty."""
    units: list[list[Piece]] = [[]]
    size = 0
    for piece in pieces:
        is_full = size + piece.bytes > target_bytes or len(encode_token(units[-1])) > MAX_TOKEN_BYTES
        if units[-1] and is_full:
            units.append([])
            size = 0
        units[-1].append(piece)
        size += piece.bytes
    return units


def encode_token(pieces: list[Piece]) -> bytes:
    """[[path, size, mtime_ns, inode, [row groups] or null], …], file by file."""
    files: dict[FileVersion, list[int] | None] = {}
    for piece in pieces:
        groups = files.setdefault(piece.file, None if piece.row_group is None else [])
        if groups is not None:
            groups.append(piece.row_group)
    return json.dumps([[f.path, f.size, f.mtime_ns, f.inode, groups] for f, groups in files.items()]).encode()


def decode_token(token: bytes, stream: Stream) -> list[tuple[FileVersion, list[int] | None]]:
    """An empty token is the whole stream. Only the stream's own files are accepted."""
    if not token:
        return [(FileVersion.of(path), None) for path in stream.files]
    try:
        parts = [(FileVersion(path, size, mtime_ns, inode), groups)
                 for path, size, mtime_ns, inode, groups in json.loads(token)]
    except (ValueError, TypeError) as error:
        raise ConnectorError("internal", "token_unknown", "This is no token of this source",
                             stream=stream.name) from error
    for version, _ in parts:
        if version.path not in stream.files:
            raise snapshot_lost(version.path, stream.name)
    return parts


def snapshot_lost(path: str, stream: str) -> ConnectorError:
    return ConnectorError("transient", "snapshot_lost", f"{os.path.basename(path)} has changed since the plan was made",
                          hint="Files should be replaced by rename, and not while they are read.",
                          stream=stream, retryable=True)
