"""Arrow as the protocol has it: encapsulated IPC messages, no dictionaries, no views (ARROW-1 to ARROW-5)."""

import struct

import pyarrow as pa

from .errors import ProtocolViolation

CONTINUATION = b"\xff\xff\xff\xff"


def encode_schema(schema: pa.Schema) -> bytes:
    return schema.serialize().to_pybytes()


def decode_schema(data: bytes) -> pa.Schema:
    try:
        schema = pa.ipc.read_schema(pa.py_buffer(data))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ProtocolViolation("schema_invalid", f"A schema that can't be read: {error}") from error
    for field in schema:
        if not is_allowed(field.type):
            raise ProtocolViolation("schema_invalid", f"Column {field.name} is {field.type}, which is not allowed")
    return schema


def encode_batch(batch: pa.RecordBatch) -> bytes:
    return batch.serialize().to_pybytes()


def decode_batch(data: bytes, schema: pa.Schema) -> pa.RecordBatch:
    """One record batch, checked from end to end before anyone uses it (ARROW-4)."""
    try:
        message = pa.ipc.read_message(pa.py_buffer(data))
        metadata_bytes = struct.unpack_from("<i", data, 4)[0] if data[:4] == CONTINUATION else -8
        if 8 + metadata_bytes + (message.body.size if message.body else 0) != len(data):
            raise ValueError("the message does not end where its body ends")
        batch = pa.ipc.read_record_batch(message, schema)
        batch.validate(full=True)
        for field, column in zip(schema, batch.columns):
            _check_nulls(field, column)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ProtocolViolation("batch_invalid", f"A batch that can't be read: {error}") from error
    return batch


def _check_nulls(field: pa.Field, column: pa.Array) -> None:
    if column.null_count and not field.nullable:
        raise ValueError(f"nulls in {field.name}, which is not nullable")
    if pa.types.is_struct(field.type):
        # `flatten` puts the struct's own nulls into the children, which may not have any.
        present = column.drop_null() if column.null_count else column
        for index in range(field.type.num_fields):
            _check_nulls(field.type.field(index), present.field(index))
    elif pa.types.is_list(field.type) or pa.types.is_large_list(field.type):
        _check_nulls(field.type.value_field, column.flatten())


def is_interval(type: pa.DataType) -> bool:
    """pyarrow reads all three kinds, and has a name for one."""
    return pa.types.is_interval(type) or str(type) in ("month_interval", "day_time_interval")


_IS_LEAF = (
    pa.types.is_null, pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating,
    pa.types.is_decimal128, pa.types.is_decimal256, pa.types.is_string, pa.types.is_large_string,
    pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary,
    pa.types.is_date, pa.types.is_time, pa.types.is_timestamp, pa.types.is_duration, is_interval,
)


def is_allowed(type: pa.DataType) -> bool:
    """ARROW-3."""
    if isinstance(type, pa.BaseExtensionType):
        return is_allowed(type.storage_type)
    if pa.types.is_list(type) or pa.types.is_large_list(type) or pa.types.is_fixed_size_list(type):
        return is_allowed(type.value_type)
    if pa.types.is_struct(type):
        return all(is_allowed(type.field(index).type) for index in range(type.num_fields))
    if pa.types.is_map(type):
        return is_allowed(type.key_type) and is_allowed(type.item_type)
    return any(is_leaf(type) for is_leaf in _IS_LEAF)


def canonical_type(type: pa.DataType) -> pa.DataType:
    """The type of ARROW-3 that holds the same values, where there is one: the type itself, in most cases."""
    if isinstance(type, pa.BaseExtensionType):
        return type
    if pa.types.is_dictionary(type):
        return canonical_type(type.value_type)
    if pa.types.is_run_end_encoded(type):
        return canonical_type(type.value_type)
    if type == pa.string_view():
        return pa.string()
    if type == pa.binary_view():
        return pa.binary()
    if pa.types.is_decimal32(type) or pa.types.is_decimal64(type):
        return pa.decimal128(type.precision, type.scale)
    if pa.types.is_list_view(type):
        return pa.list_(_canonical_field(type.value_field))
    if pa.types.is_large_list_view(type):
        return pa.large_list(_canonical_field(type.value_field))
    if pa.types.is_list(type):
        return pa.list_(_canonical_field(type.value_field))
    if pa.types.is_large_list(type):
        return pa.large_list(_canonical_field(type.value_field))
    if pa.types.is_fixed_size_list(type):
        return pa.list_(_canonical_field(type.value_field), type.list_size)
    if pa.types.is_struct(type):
        return pa.struct([_canonical_field(type.field(index)) for index in range(type.num_fields)])
    if pa.types.is_map(type):
        return pa.map_(canonical_type(type.key_type), _canonical_field(type.item_field), type.keys_sorted)
    return type


def _canonical_field(field: pa.Field) -> pa.Field:
    return field.with_type(canonical_type(field.type))


def canonical_schema(schema: pa.Schema) -> pa.Schema:
    """Without what pandas and others keep in the metadata of a file."""
    return pa.schema([_canonical_field(field).remove_metadata() for field in schema])


def same_columns(a: pa.Schema, b: pa.Schema) -> bool:
    return a.equals(b, check_metadata=False)
