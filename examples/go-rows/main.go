// rapidbyte-source-rows is a source of made-up rows: as many as its config says, and the same ones each time.
package main

import (
	"os"

	"example.com/rapidbyte-source-rows/rows"
	"example.com/rapidbyte-source-rows/wire"
)

func main() {
	os.Exit(wire.Serve(rows.NewSource()))
}
