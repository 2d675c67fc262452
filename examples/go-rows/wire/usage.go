package wire

import (
	"runtime"
	"syscall"
)

// processStats is what the whole process uses.
func processStats() *Stats {
	stats := &Stats{}
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) == nil {
		stats.CpuMs = milliseconds(usage.Utime) + milliseconds(usage.Stime)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	stats.MemoryBytes = memory.Sys - memory.HeapReleased
	return stats
}

func milliseconds(time syscall.Timeval) float64 {
	return float64(time.Sec)*1000 + float64(time.Usec)/1000
}
