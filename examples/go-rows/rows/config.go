// Package rows makes rows up.
package rows

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"

	"example.com/rapidbyte-source-rows/wire"
)

const configSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "additionalProperties": false,
  "required": ["streams"],
  "properties": {
    "streams": {
      "type": "object",
      "minProperties": 1,
      "description": "The number of rows of each stream: {orders: 1000000}. A larger number later on is rows that were added.",
      "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 1000000000000}
    }
  }
}`

const maxRows = 1_000_000_000_000

type config struct {
	// Rows by stream.
	streams map[string]int64
}

// parseConfig gives the config, or everything that is wrong with it.
func parseConfig(text string) (config, []*wire.Problem) {
	var problems []*wire.Problem
	wrong := func(path, format string, args ...any) {
		problems = append(problems, &wire.Problem{
			Severity: wire.Severity_SEVERITY_ERROR, Category: wire.ErrorCategory_ERROR_CATEGORY_CONFIG,
			Code: "config_invalid", Message: fmt.Sprintf(format, args...), Path: path,
			Hint: "For example: streams: { orders: 1000 }",
		})
	}
	result := config{streams: map[string]int64{}}
	var options map[string]any
	decoder := json.NewDecoder(bytes.NewBufferString(text))
	decoder.UseNumber()
	if err := decoder.Decode(&options); (err != nil && err != io.EOF) || decoder.More() {
		wrong("", "The config is not a JSON object")
		return result, problems
	}
	for _, name := range sortedKeys(options) {
		if name != "streams" {
			wrong(name, "There is no option %s", name)
		}
	}
	streams, ok := options["streams"].(map[string]any)
	if !ok || len(streams) == 0 {
		wrong("streams", "streams must be an object: names, and numbers of rows")
		return result, problems
	}
	for _, name := range sortedKeys(streams) {
		number, isNumber := streams[name].(json.Number)
		rows, err := number.Int64()
		if !isNumber || err != nil || rows < 0 || rows > maxRows {
			wrong("streams."+name, "This must be a whole number of rows, from 0 to %d", int64(maxRows))
			continue
		}
		result.streams[name] = rows
	}
	return result, problems
}

func sortedKeys[V any](values map[string]V) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
