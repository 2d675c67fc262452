"""Batches of a unit, in the order of its files."""

import os
from typing import Iterator

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ..wire.errors import ConnectorError
from .config import Config
from .plan import snapshot_lost
from .streams import FileVersion, Stream, csv_parse_options


def read_batches(parts: list[tuple[FileVersion, list[int] | None]], stream: Stream, schema: pa.Schema, config: Config,
                 target_bytes: int) -> Iterator[pa.RecordBatch]:
    """Batches of `schema`, of about `target_bytes` each."""
    for version, row_groups in parts:
        check_unchanged(version, stream)
        try:
            if stream.format == ".csv":
                batches = read_csv(version, schema, config, stream, target_bytes)
            else:
                batches = read_parquet(version, row_groups, schema, target_bytes)
            for batch in batches:
                yield from split(batch, target_bytes)
        except (pa.ArrowException, OSError, ValueError) as error:
            check_unchanged(version, stream)  # That would explain it.
            raise ConnectorError("data", "value_invalid", f"{os.path.basename(version.path)}: {error}",
                                 stream=stream.name) from error
        check_unchanged(version, stream)


def check_unchanged(version: FileVersion, stream: Stream) -> None:
    try:
        is_same = FileVersion.of(version.path) == version
    except OSError:
        is_same = False
    if not is_same:
        raise snapshot_lost(version.path, stream.name)


def read_parquet(version: FileVersion, row_groups: list[int] | None, schema: pa.Schema,
                 target_bytes: int) -> Iterator[pa.RecordBatch]:
    # Read in small pieces: a row group may be larger than the memory that the process has.
    with pa.OSFile(version.path) as source, pq.ParquetFile(source, pre_buffer=False, buffer_size=1 << 20) as file:
        for index in range(file.num_row_groups) if row_groups is None else row_groups:
            group = file.metadata.row_group(index)
            row_bytes = max(1, group.total_byte_size // max(1, group.num_rows))
            batch_rows = max(1, min(target_bytes // row_bytes, 1 << 20))
            for batch in file.iter_batches(batch_rows, row_groups=[index], columns=schema.names):
                yield batch.select(schema.names).cast(schema)


def read_csv(version: FileVersion, schema: pa.Schema, config: Config, stream: Stream,
             target_bytes: int) -> Iterator[pa.RecordBatch]:
    types = config.types.get(stream.name, {})
    options = pacsv.ConvertOptions(
        column_types={name: types.get(name, pa.string()) for name in schema.names},
        include_columns=schema.names,
        # An empty value is NULL, "" is an empty text: as PostgreSQL has it, too.
        null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
    )
    reading = pacsv.ReadOptions(use_threads=False, block_size=max(64 << 10, min(target_bytes, 64 << 20)))
    with pacsv.open_csv(version.path, reading, csv_parse_options(config), options) as reader:
        for batch in reader:
            yield batch.cast(schema)


def split(batch: pa.RecordBatch, target_bytes: int) -> Iterator[pa.RecordBatch]:
    """What a file's own figures have promised too little for is cut in halves."""
    if batch.num_rows > 1 and batch.nbytes > target_bytes + target_bytes // 4:
        half = batch.num_rows // 2
        yield from split(batch.slice(0, half), target_bytes)
        yield from split(batch.slice(half), target_bytes)
    elif batch.num_rows:
        yield batch
