package rows

import (
	"fmt"
	"time"

	"example.com/rapidbyte-source-rows/wire"
)

// Read sends a unit's rows, in the order of their ids.
func (s *Source) Read(session *wire.Session, maxFrameBytes uint64) error {
	context := session.Context
	spec := context.Streams[0]
	chosen, err := decodeSchema(spec.ArrowSchema)
	if err != nil {
		return &wire.Failure{Category: wire.ErrorCategory_ERROR_CATEGORY_PROTOCOL, Code: "schema_invalid", Message: err.Error(), Stream: spec.Name.Name}
	}
	unit, err := spanOf(context.Unit.Token)
	if err != nil {
		return &wire.Failure{Category: wire.ErrorCategory_ERROR_CATEGORY_PROTOCOL, Code: "unit_token_invalid", Message: err.Error(), Stream: spec.Name.Name}
	}
	// Where the stream stands; 0 where it has no position to speak of, as in a first load.
	reached, isResumed := int64(0), len(context.Resume) > 0
	if isResumed {
		var ok bool
		if reached, ok = idOf(context.Resume[0].Position); !ok {
			return positionUnknown(spec.Name)
		}
	}
	where := func() *wire.Position {
		if !isResumed {
			return nil
		}
		return position(reached)
	}
	setting := batchRowsSetting(context.Overrides)
	if err := session.Opened([]*wire.Setting{setting}); err != nil {
		return err
	}
	schema, err := encodeSchema(schemaOf(chosen))
	if err != nil {
		return err
	}
	if err := session.Schema(schema); err != nil {
		return err
	}

	size := min(setting.Value.GetInteger(), rowsIn(context.TargetBatchBytes), rowsIn(maxFrameBytes-frameOverheadBytes))
	due := newDue(context.CheckpointInterval)
	stopped := false
	for from, sequence := unit.from, uint64(0); from < unit.to; sequence++ {
		to := min(from+size, unit.to)
		rows := uint64(to - from)
		batch, err := encodeBatch(chosen, from, to)
		if err != nil {
			return err
		}
		sent, err := session.Batch(batch, rows, sequence)
		if err != nil {
			return err
		}
		if !sent {
			stopped = true
			break
		}
		from = to
		reached = max(reached, to-1)
		if due.after(rows, uint64(len(batch))) && from < unit.to {
			if err := session.Checkpoint(where()); err != nil {
				return err
			}
		}
	}
	// One stands between the last batch and Done (SESSION-5).
	if err := session.Checkpoint(where()); err != nil {
		return err
	}
	return session.Done(stopped)
}

// rowsIn is how many rows a number of bytes has room for; rows of made-up notes vary, by less than half.
func rowsIn(bytes uint64) int64 {
	if bytes == 0 {
		return maxBatchRows
	}
	return max(1, int64(bytes/(2*rowBytes)))
}

// batchRowsSetting is the knob's value in effect: what was asked for, or the nearest that there is (KNOB-2).
func batchRowsSetting(overrides []*wire.Setting) *wire.Setting {
	for _, asked := range overrides {
		if asked.Knob != batchRowsKnob {
			continue
		}
		value := min(max(asked.Value.GetInteger(), minBatchRows), maxBatchRows)
		setting := &wire.Setting{Knob: batchRowsKnob, Value: integer(value), Provenance: asked.Provenance}
		if value != asked.Value.GetInteger() {
			setting.Reason = fmt.Sprintf("it can be from %d to %d", minBatchRows, maxBatchRows)
		}
		return setting
	}
	return &wire.Setting{Knob: batchRowsKnob, Value: integer(batchRows), Provenance: wire.Provenance_PROVENANCE_DEFAULT}
}

// due says when a checkpoint is, inside of a unit.
type due struct {
	interval    *wire.CheckpointInterval
	rows, bytes uint64
	since       time.Time
}

func newDue(interval *wire.CheckpointInterval) *due {
	return &due{interval: interval, since: time.Now()}
}

func (d *due) after(rows, bytes uint64) bool {
	d.rows += rows
	d.bytes += bytes
	reached := func(value, limit uint64) bool { return limit > 0 && value >= limit }
	elapsed := uint64(time.Since(d.since).Milliseconds())
	if !reached(d.rows, d.interval.GetRows()) && !reached(d.bytes, d.interval.GetBytes()) && !reached(elapsed, d.interval.GetMilliseconds()) {
		return false
	}
	d.rows, d.bytes, d.since = 0, 0, time.Now()
	return true
}
