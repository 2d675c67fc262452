"""Files of rows: Parquet with row groups of a size that readers like, or CSV."""

import os
import uuid

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ..wire.arrow import is_interval
from .config import Config


def why_unsupported(field: pa.Field, config: Config) -> str | None:
    """Why the format can't hold a column; None: it can."""
    if config.format == "parquet":
        try:
            pq.ParquetWriter(pa.BufferOutputStream(), pa.schema([field])).close()
        except (pa.ArrowException, ValueError) as error:
            return f"Parquet has no place for {field.type}: {error}"
        return None
    type = storage_type(field.type)
    if pa.types.is_nested(type) or is_interval(type):
        return f"CSV has no place for {field.type}"
    return None


def storage_type(type: pa.DataType) -> pa.DataType:
    return type.storage_type if isinstance(type, pa.BaseExtensionType) else type


class ParquetFile:
    def __init__(self, path: str, schema: pa.Schema, config: Config):
        self._schema = schema
        self._row_group_bytes = config.row_group_bytes
        self._file = open(path, "xb")
        self._writer = pq.ParquetWriter(self._file, schema, compression=config.compression)
        self._batches: list[pa.RecordBatch] = []
        self._bytes = 0

    def write(self, batch: pa.RecordBatch) -> None:
        self._batches.append(batch)
        self._bytes += batch.nbytes
        if self._bytes >= self._row_group_bytes:
            self._flush()

    def _flush(self) -> None:
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches, self._schema))
            self._batches, self._bytes = [], 0

    def close(self) -> None:
        """Writes the rest; the file is durable."""
        self._flush()
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


class CsvFile:
    """NULL is an empty value, an empty text is "". Binary is \\x and hexadecimal digits, as PostgreSQL has it."""

    def __init__(self, path: str, schema: pa.Schema, config: Config):
        self._file = open(path, "xb")
        self._schema = pa.schema([pa.field(field.name, csv_type(field.type)) for field in schema])
        self._writer = pacsv.CSVWriter(self._file, self._schema)

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(pa.record_batch([csv_column(column) for column in batch.columns], self._schema))

    def close(self) -> None:
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def open_writer(path: str, schema: pa.Schema, config: Config) -> ParquetFile | CsvFile:
    return (ParquetFile if config.format == "parquet" else CsvFile)(path, schema, config)


def csv_type(type: pa.DataType) -> pa.DataType:
    storage = storage_type(type)
    if is_bytes(storage):
        return pa.string()
    return pa.int64() if pa.types.is_duration(storage) else storage


def csv_column(column: pa.Array) -> pa.Array:
    is_uuid = isinstance(column.type, pa.UuidType)
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if is_uuid:
        return pa.array([value and str(uuid.UUID(bytes=value)) for value in column.to_pylist()], pa.string())
    if is_bytes(column.type):
        return pa.array([None if value is None else "\\x" + value.hex() for value in column.to_pylist()], pa.string())
    if pa.types.is_duration(column.type):
        return pc.cast(column, pa.int64())
    return column


def is_bytes(type: pa.DataType) -> bool:
    return pa.types.is_binary(type) or pa.types.is_large_binary(type) or pa.types.is_fixed_size_binary(type)
