package rows

import (
	"encoding/binary"
	"fmt"

	"example.com/rapidbyte-source-rows/wire"
)

const defaultUnitBytes = 32 << 20

// A span of ids, `to` not included.
type span struct{ from, to int64 }

// A token is the two ends, so that it opens in any process.
func (s span) token() []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(s.from)), uint64(s.to))
}

func spanOf(token []byte) (span, error) {
	if len(token) != 16 {
		return span{}, fmt.Errorf("a token of %d bytes", len(token))
	}
	return span{int64(binary.BigEndian.Uint64(token)), int64(binary.BigEndian.Uint64(token[8:]))}, nil
}

// cut gives spans of about targetBytes.
func (s span) cut(targetBytes uint64) []span {
	if targetBytes == 0 {
		targetBytes = defaultUnitBytes
	}
	size := max(1, int64(targetBytes)/rowBytes)
	var spans []span
	for from := s.from; from < s.to; from += size {
		spans = append(spans, span{from, min(from+size, s.to)})
	}
	return spans
}

// without gives what is left of a span, in order, once others within it are taken away.
func (s span) without(others []span) []span {
	rest := []span{s}
	for _, other := range others {
		var next []span
		for _, each := range rest {
			if other.to <= each.from || each.to <= other.from {
				next = append(next, each)
				continue
			}
			if each.from < other.from {
				next = append(next, span{each.from, other.from})
			}
			if other.to < each.to {
				next = append(next, span{other.to, each.to})
			}
		}
		rest = next
	}
	return rest
}

// A position is the id of the last row, in the order of its bytes. Rows are made up in one way only, which never changes:
// there is one incarnation.
var incarnation = []byte("rows 1")

func position(id int64) *wire.Position {
	return &wire.Position{Order: binary.BigEndian.AppendUint64(nil, uint64(id)), Incarnation: incarnation}
}

func idOf(position *wire.Position) (int64, bool) {
	if string(position.Incarnation) != string(incarnation) || len(position.Order) != 8 {
		return 0, false
	}
	id := int64(binary.BigEndian.Uint64(position.Order))
	return id, id > 0
}

// A plan is what a load was cut into: the spans of the streams at its first answer, and those of every unit named since.
type plan struct {
	loadID string
	whole  []span
	units  map[string]span
}

func unitKey(id *wire.UnitId) string { return fmt.Sprintf("%d %s", id.StreamIndex, id.Unit) }
