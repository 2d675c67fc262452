"""Streams as they lie in the folder: a file, or a folder of files that have one schema."""

import dataclasses
import os

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ..wire.arrow import canonical_schema, is_allowed, same_columns
from ..wire.errors import ConnectorError
from .config import Config

FORMATS = (".parquet", ".csv")


@dataclasses.dataclass(frozen=True)
class FileVersion:
    """A file as it was when the plan was made. Another size, time or inode is another file."""

    path: str
    size: int
    mtime_ns: int
    inode: int

    @staticmethod
    def of(path: str) -> "FileVersion":
        status = os.stat(path)
        return FileVersion(path, status.st_size, status.st_mtime_ns, status.st_ino)


@dataclasses.dataclass(frozen=True)
class Stream:
    name: str
    # ".parquet" or ".csv"
    format: str
    files: tuple[str, ...]
    is_folder: bool

    @property
    def kind(self) -> str:
        return f"{'folder of ' if self.is_folder else ''}{self.format[1:]}{' files' if self.is_folder else ' file'}"


def list_streams(root: str) -> dict[str, Stream]:
    """By name. Hidden entries, and what is neither Parquet nor CSV, is no stream."""
    streams: dict[str, Stream] = {}
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        raise folder_error(root, error) from error
    for entry in entries:
        if entry.name.startswith(".") or not is_unicode(entry.name):
            continue
        if entry.is_dir():
            files = data_files(entry.path)
            formats = {os.path.splitext(file)[1] for file in files}
            if len(formats) == 1:
                streams[entry.name] = Stream(entry.name, formats.pop(), tuple(files), True)
        else:
            name, extension = os.path.splitext(entry.name)
            if extension in FORMATS and name not in streams:
                streams[name] = Stream(name, extension, (entry.path,), False)
    return streams


def data_files(folder: str) -> list[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return []  # A folder that may not be read is no stream.
    return sorted(os.path.join(folder, name) for name in names
                  if not name.startswith(".") and is_unicode(name) and os.path.splitext(name)[1] in FORMATS)


def is_unicode(name: str) -> bool:
    """Python keeps bytes of a file name that are no UTF-8 as lone surrogates, which no message can hold."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def folder_error(path: str, error: OSError) -> ConnectorError:
    category = "permission" if isinstance(error, PermissionError) else "config"
    return ConnectorError(category, "folder_unreadable", f"The folder {path} can't be read: {error.strerror}",
                          path="path")


def stream_schema(stream: Stream, config: Config) -> pa.Schema:
    """The schema of all of its files. Raises a schema error where they differ or can't be read."""
    schema = None
    for path in stream.files:
        found = file_schema(path, stream, config)
        if schema is None:
            schema = found
        elif not same_columns(schema, found):
            raise ConnectorError("schema", "schemas_differ",
                                 f"{os.path.basename(path)} has other columns than {os.path.basename(stream.files[0])}",
                                 hint="All files of a stream must have the same columns, in the same order.",
                                 stream=stream.name)
    return schema


def file_schema(path: str, stream: Stream, config: Config) -> pa.Schema:
    try:
        if stream.format == ".csv":
            return csv_schema(path, stream, config)
        with pa.OSFile(path) as file:
            schema = canonical_schema(pq.read_schema(file))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ConnectorError("schema", "file_unreadable", f"{os.path.basename(path)} can't be read: {error}",
                             stream=stream.name) from error
    repeated = {name for name in schema.names if schema.names.count(name) > 1}
    if repeated:
        raise ConnectorError("schema", "column_repeated", f"Columns with the same name: {', '.join(sorted(repeated))}",
                             stream=stream.name)
    for field in schema:
        if not is_allowed(field.type):
            raise ConnectorError("schema", "type_unsupported", f"{field.type} can't be moved",
                                 stream=stream.name, column=field.name)
    return schema


def csv_schema(path: str, stream: Stream, config: Config) -> pa.Schema:
    """The header's names, with the types that the config declares. Everything else is text."""
    with open(path, encoding="utf-8", newline="") as file:
        if not file.read(1):
            raise ValueError("it has no header")
    names = pacsv.open_csv(path, parse_options=csv_parse_options(config)).schema.names
    types = config.types.get(stream.name, {})
    return pa.schema([pa.field(name, types.get(name, pa.string())) for name in names])


def csv_parse_options(config: Config) -> pacsv.ParseOptions:
    return pacsv.ParseOptions(delimiter=config.delimiter, newlines_in_values=True)
