package rows

import (
	"fmt"
	"strconv"
	"strings"

	"example.com/rapidbyte-source-rows/wire"
)

const (
	maxOpenUnits   = 8
	unitsPerAnswer = 1000
	batchRowsKnob  = "batch_rows"
	batchRows      = 16384
	minBatchRows   = 256
	maxBatchRows   = 262144
	// What a frame holds beside a batch's body.
	frameOverheadBytes = 8 << 10
)

// Source makes rows up.
type Source struct {
	config config
	plan   plan
}

func NewSource() *Source { return &Source{} }

func (s *Source) Welcome() *wire.Welcome {
	return &wire.Welcome{
		Version:      1,
		Connector:    &wire.Identity{Name: "source-rows", Version: "0.1.0", Vendor: "Rapidbyte examples"},
		Roles:        []wire.Role{wire.Role_ROLE_SOURCE},
		Capabilities: []string{"plan"},
		Knobs: []*wire.Knob{{
			Name: batchRowsKnob, Description: "Rows of a batch", Kind: wire.KnobKind_KNOB_KIND_INTEGER, Unit: "rows",
			DefaultValue: integer(batchRows), Min: minBatchRows, Max: maxBatchRows,
			Candidates:  []*wire.Value{integer(batchRows), integer(65536), integer(4096)},
			TakesEffect: wire.KnobEffect_KNOB_EFFECT_OPEN,
		}},
		Limits:       &wire.Limits{MaxFrameBytes: wire.DefaultMaxFrameBytes},
		MaxOpenUnits: maxOpenUnits,
	}
}

func (s *Source) Spec() *wire.Spec {
	return &wire.Spec{
		ConfigSchema: configSchema,
		SyncModes:    []wire.SyncMode{wire.SyncMode_SYNC_MODE_FULL_REFRESH, wire.SyncMode_SYNC_MODE_INCREMENTAL},
	}
}

func (s *Source) Configure(text string) []*wire.Problem {
	config, problems := parseConfig(text)
	if len(problems) == 0 {
		s.config = config
	}
	return problems
}

// Check has nothing to reach.
func (s *Source) Check() (*wire.Checked, error) { return &wire.Checked{System: "made-up rows"}, nil }

func (s *Source) Discover(request *wire.DiscoverRequest) ([]*wire.Discovered, error) {
	wanted := request.Streams
	if len(wanted) == 0 {
		for _, name := range sortedKeys(s.config.streams) {
			wanted = append(wanted, &wire.StreamRequest{Name: &wire.StreamName{Name: name}})
		}
	}
	answer := &wire.Discovered{Last: true}
	for _, want := range wanted {
		rows, ok := s.config.streams[want.Name.Name]
		if !ok || want.Name.Namespace != "" {
			continue // One that does not exist is left out.
		}
		stream := &wire.DiscoveredStream{Name: want.Name, Kind: "rows"}
		answer.Streams = append(answer.Streams, stream)
		if request.NamesOnly {
			continue
		}
		if err := describe(stream, want, rows); err != nil {
			return nil, err
		}
	}
	return []*wire.Discovered{answer}, nil
}

func describe(stream *wire.DiscoveredStream, want *wire.StreamRequest, rows int64) error {
	stream.SyncModes = []wire.SyncMode{wire.SyncMode_SYNC_MODE_FULL_REFRESH, wire.SyncMode_SYNC_MODE_INCREMENTAL}
	stream.PrimaryKey = []string{"id"}
	stream.Estimate = &wire.Estimate{Rows: uint64(rows), Bytes: uint64(rows) * rowBytes}
	wrong := func(code, column, message, hint string) {
		stream.Problems = append(stream.Problems, configProblem(want.Name, code, column, message, hint))
	}
	if want.CursorColumn != "" {
		for _, cursor := range []string{want.CursorColumn, want.TieBreakerColumn} {
			if cursor != "" && cursor != "id" {
				wrong("cursor_unsupported", cursor, "Only id grows with the rows", "Use id as the cursor, and no tie-breaker.")
			}
		}
		if _, err := lookBack(want.LookBack); err != nil {
			wrong("look_back_invalid", want.CursorColumn, err.Error(), "Give a number of rows, like 500.")
		}
	}
	chosen := columns
	if len(want.Columns) > 0 {
		chosen = nil
		for _, name := range want.Columns {
			each, ok := columnNamed(name)
			if !ok {
				wrong("column_unknown", name, "There is no column "+name, "")
				continue
			}
			chosen = append(chosen, each)
		}
	}
	for _, each := range chosen {
		stream.Columns = append(stream.Columns, &wire.Column{Name: each.name, NativeType: each.nativeType, Nullable: each.nullable})
	}
	schema, err := encodeSchema(schemaOf(chosen))
	stream.Variants = []*wire.SchemaVariant{{Encoding: "canonical", ArrowSchema: schema}}
	return err
}

func (s *Source) Plan(request *wire.PlanRequest) ([]*wire.Planned, error) {
	resume := map[uint32]int64{}
	for _, each := range request.Resume {
		id, ok := idOf(each.Position)
		if !ok {
			return nil, positionUnknown(request.Streams[each.StreamIndex].Name)
		}
		resume[each.StreamIndex] = id
	}
	if request.LoadId != s.plan.loadID {
		s.plan = plan{loadID: request.LoadId, units: map[string]span{}}
		for _, spec := range request.Streams {
			rows, ok := s.config.streams[spec.Name.Name]
			if !ok {
				return nil, &wire.Failure{Category: wire.ErrorCategory_ERROR_CATEGORY_SCHEMA, Code: "stream_missing", Message: "There is no stream " + spec.Name.Name, Stream: spec.Name.Name}
			}
			s.plan.whole = append(s.plan.whole, span{1, rows + 1})
		}
	}
	answers := []*wire.Planned{{}}
	for index, spec := range request.Streams {
		units, planned, err := s.cutStream(request, uint32(index), spec, resume)
		if err != nil {
			return nil, err
		}
		answers[0].Streams = append(answers[0].Streams, planned)
		if key := spec.PartitionKey; key != "" && key != "id" {
			answers[0].Problems = append(answers[0].Problems, configProblem(spec.Name, "column_unknown", key, "Rows are cut by id only", ""))
		}
		for _, unit := range units {
			last := answers[len(answers)-1]
			if len(last.Units) == unitsPerAnswer {
				last = &wire.Planned{}
				answers = append(answers, last)
			}
			last.Units = append(last.Units, unit)
		}
	}
	answers[len(answers)-1].Last = true
	return answers, nil
}

// cutStream names the units that are not done yet.
func (s *Source) cutStream(request *wire.PlanRequest, index uint32, spec *wire.StreamSpec, resume map[uint32]int64) ([]*wire.Unit, *wire.PlannedStream, error) {
	planned := &wire.PlannedStream{StreamIndex: index}
	whole := s.plan.whole[index]
	isIncremental := spec.SyncMode == wire.SyncMode_SYNC_MODE_INCREMENTAL
	from, isResumed := resume[index]
	if isResumed {
		back, err := lookBack(spec.LookBack)
		if err != nil {
			return nil, nil, &wire.Failure{Category: wire.ErrorCategory_ERROR_CATEGORY_CONFIG, Code: "look_back_invalid", Message: err.Error(), Stream: spec.Name.Name}
		}
		whole.from = max(1, from+1-back)
		whole.to = max(whole.to, whole.from)
	} else if isIncremental && whole.to > 1 {
		planned.Position = position(whole.to - 1)
	}
	var done []span
	for _, id := range request.Done {
		if id.StreamIndex == index {
			unit, ok := s.plan.units[unitKey(id)]
			if !ok {
				return nil, nil, &wire.Failure{Category: wire.ErrorCategory_ERROR_CATEGORY_PROTOCOL, Code: "unit_unknown", Message: "Unit " + id.Unit + " was never named here", Stream: spec.Name.Name}
			}
			done = append(done, unit)
		}
	}
	var spans []span
	switch {
	case isResumed && len(done) > 0:
	case isResumed:
		spans = []span{whole} // Exactly one, in order, be it empty (POSITION-4).
		planned.WholeBecause = "it goes on from a position, in order"
	case len(done) == 0 && whole.from == whole.to:
		spans = []span{whole} // A stream without rows is one unit without rows.
	default:
		for _, rest := range whole.without(done) {
			spans = append(spans, rest.cut(request.TargetUnitBytes)...)
		}
	}
	var units []*wire.Unit
	for _, each := range spans {
		// Counted over all plans of the load: an id is never used again (PLAN-2).
		id := &wire.UnitId{StreamIndex: index, Unit: "u" + strconv.Itoa(len(s.plan.units)+1)}
		s.plan.units[unitKey(id)] = each
		rows := uint64(each.to - each.from)
		units = append(units, &wire.Unit{
			Id: id, Kind: wire.UnitKind_UNIT_KIND_SNAPSHOT, Token: each.token(), Bounded: true, Exclusive: isResumed,
			Estimate: &wire.Estimate{Rows: rows, Bytes: rows * rowBytes},
		})
	}
	return units, planned, nil
}

// lookBack is how many rows before its position a stream begins again.
func lookBack(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	rows, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || rows < 0 {
		return 0, fmt.Errorf("look_back is %q, which is no number of rows", text)
	}
	return rows, nil
}

func positionUnknown(name *wire.StreamName) error {
	return &wire.Failure{
		Category: wire.ErrorCategory_ERROR_CATEGORY_DATA, Code: "position_unknown", Message: "This is no position of this source",
		Hint: "Load the stream from its beginning.", Stream: name.Name,
	}
}

func configProblem(stream *wire.StreamName, code, column, message, hint string) *wire.Problem {
	return &wire.Problem{
		Severity: wire.Severity_SEVERITY_ERROR, Category: wire.ErrorCategory_ERROR_CATEGORY_CONFIG,
		Code: code, Message: message, Hint: hint, Stream: stream, Column: column,
	}
}

func integer(value int64) *wire.Value { return &wire.Value{Kind: &wire.Value_Integer{Integer: value}} }
