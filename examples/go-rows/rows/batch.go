package rows

import (
	"bytes"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// One row of all columns has about so many bytes.
const rowBytes = 60

// 2020-01-01 00:00 UTC, in microseconds.
var epochMicros = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

// A column makes its value of a row up from the row's id, which counts from 1.
type column struct {
	name       string
	nativeType string
	kind       arrow.DataType
	nullable   bool
	add        func(builder array.Builder, id int64)
}

var columns = []column{
	{"id", "id", arrow.PrimitiveTypes.Int64, false, func(b array.Builder, id int64) {
		b.(*array.Int64Builder).Append(id)
	}},
	{"account", "account", arrow.PrimitiveTypes.Int32, false, func(b array.Builder, id int64) {
		b.(*array.Int32Builder).Append(int32(id % 1000))
	}},
	{"amount", "cents", &arrow.Decimal128Type{Precision: 18, Scale: 2}, false, func(b array.Builder, id int64) {
		b.(*array.Decimal128Builder).Append(decimal128.FromI64(id * 7 % 1_000_003))
	}},
	{"note", "text", arrow.BinaryTypes.String, true, func(b array.Builder, id int64) {
		if id%5 == 0 {
			b.AppendNull()
		} else {
			b.(*array.StringBuilder).Append(fmt.Sprintf("row %d, not much to say", id))
		}
	}},
	{"is_open", "flag", arrow.FixedWidthTypes.Boolean, false, func(b array.Builder, id int64) {
		b.(*array.BooleanBuilder).Append(id%3 == 0)
	}},
	{"created_at", "instant", &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, false, func(b array.Builder, id int64) {
		b.(*array.TimestampBuilder).Append(arrow.Timestamp(epochMicros + id*1_000_001))
	}},
}

func columnNamed(name string) (column, bool) {
	for _, each := range columns {
		if each.name == name {
			return each, true
		}
	}
	return column{}, false
}

func schemaOf(chosen []column) *arrow.Schema {
	fields := make([]arrow.Field, len(chosen))
	for index, each := range chosen {
		fields[index] = arrow.Field{Name: each.name, Type: each.kind, Nullable: each.nullable}
	}
	return arrow.NewSchema(fields, nil)
}

// encodeSchema gives one encapsulated schema message: what a stream without batches begins with.
func encodeSchema(schema *arrow.Schema) ([]byte, error) {
	var buffer bytes.Buffer
	payload := ipc.GetSchemaPayload(schema, memory.DefaultAllocator)
	defer payload.Release()
	_, err := payload.WritePayload(&buffer)
	return buffer.Bytes(), err
}

// decodeSchema reads the columns that a schema message names.
func decodeSchema(message []byte) ([]column, error) {
	reader, err := ipc.NewReader(bytes.NewReader(message))
	if err != nil {
		return nil, err
	}
	defer reader.Release()
	var chosen []column
	for _, field := range reader.Schema().Fields() {
		each, ok := columnNamed(field.Name)
		if !ok || !arrow.TypeEqual(each.kind, field.Type) {
			return nil, fmt.Errorf("%s %s is no column of this source", field.Name, field.Type)
		}
		chosen = append(chosen, each)
	}
	return chosen, nil
}

// encodeBatch makes the rows from `from` up to, and without, `to`, as one encapsulated record batch message.
func encodeBatch(chosen []column, from, to int64) ([]byte, error) {
	schema := schemaOf(chosen)
	arrays := make([]arrow.Array, len(chosen))
	for index, each := range chosen {
		builder := array.NewBuilder(memory.DefaultAllocator, each.kind)
		builder.Reserve(int(to - from))
		for id := from; id < to; id++ {
			each.add(builder, id)
		}
		arrays[index] = builder.NewArray()
		builder.Release()
	}
	batch := array.NewRecordBatch(schema, arrays, to-from)
	for _, each := range arrays {
		each.Release()
	}
	defer batch.Release()
	payload, err := ipc.GetRecordBatchPayload(batch)
	if err != nil {
		return nil, err
	}
	defer payload.Release()
	var buffer bytes.Buffer
	_, err = payload.WritePayload(&buffer)
	return buffer.Bytes(), err
}
