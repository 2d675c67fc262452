package wire

import (
	"errors"
	"sync"
	"time"
)

// errAborted ends a session of which nothing more is sent (STOP-2).
var errAborted = errors.New("aborted")

// A Session is one open unit. One goroutine moves it; the one that reads stdin grants credit, stops and aborts.
type Session struct {
	ID      uint64
	Context *StreamContext

	out     *frameWriter
	mutex   sync.Mutex
	changed *sync.Cond
	credit  int64
	stopped bool
	aborted bool
	over    bool

	stats       Stats
	checkpoints uint64
}

func newSession(open *OpenRequest, out *frameWriter) *Session {
	session := &Session{ID: open.Session, Context: open.Context, out: out}
	session.changed = sync.NewCond(&session.mutex)
	return session
}

func (s *Session) set(change func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change()
	s.changed.Broadcast()
}

func (s *Session) grant(bytes uint64) { s.set(func() { s.credit += int64(bytes) }) }
func (s *Session) stop()              { s.set(func() { s.stopped = true }) }
func (s *Session) abort()             { s.set(func() { s.aborted, s.over = true, true }) }

func (s *Session) isOver() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.over
}

// Opened says that the unit is ready, with each knob's value in effect.
func (s *Session) Opened(settings []*Setting) error {
	return s.send(&ConnectorMessage{Body: &ConnectorMessage_Opened{Opened: &Opened{Session: s.ID, Settings: settings}}})
}

// Schema announces the one schema of the session.
func (s *Session) Schema(arrowSchema []byte) error {
	return s.send(&ConnectorMessage{Body: &ConnectorMessage_StreamSchema{StreamSchema: &StreamSchema{Session: s.ID, ArrowSchema: arrowSchema}}})
}

// Batch waits for credit and sends. False: the session is to stop instead, and the batch was not sent.
func (s *Session) Batch(arrowIPC []byte, rows uint64, sequence uint64) (bool, error) {
	size := uint64(len(arrowIPC))
	if ok, err := s.takeCredit(size); !ok || err != nil {
		return false, err
	}
	header := &BatchHeader{Session: s.ID, Sequence: sequence, Rows: rows, Bytes: size}
	err := s.send(&ConnectorMessage{Body: &ConnectorMessage_Batch{Batch: &Batch{Header: header, ArrowIpc: arrowIPC}}})
	s.set(func() { s.stats.Rows += rows; s.stats.Bytes += size })
	return true, err
}

// Checkpoint says that everything so far has been sent, up to a position where the stream has one.
func (s *Session) Checkpoint(position *Position) error {
	s.checkpoints++
	checkpoint := &Checkpoint{Session: s.ID, CheckpointId: s.checkpoints, Rows: s.stats.Rows, Bytes: s.stats.Bytes}
	if position != nil {
		checkpoint.Positions = []*StreamPosition{{Position: position}}
	}
	return s.send(&ConnectorMessage{Body: &ConnectorMessage_Checkpoint{Checkpoint: checkpoint}})
}

// Done ends the session.
func (s *Session) Done(stopped bool) error {
	return s.end(&ConnectorMessage{Body: &ConnectorMessage_Done{Done: &Done{
		Session: s.ID, Rows: s.stats.Rows, Bytes: s.stats.Bytes, Stopped: stopped,
	}}})
}

func (s *Session) takeCredit(size uint64) (bool, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	started := time.Now()
	// No deadline of its own: the end of stdin, Close and an aborting Stop all abort the session.
	for s.credit <= 0 && !s.stopped && !s.aborted {
		s.changed.Wait()
	}
	s.stats.WaitCreditMs += float64(time.Since(started).Microseconds()) / 1000
	if s.aborted {
		return false, errAborted
	}
	if s.stopped {
		return false, nil
	}
	s.credit -= int64(size)
	return true, nil
}

func (s *Session) send(message *ConnectorMessage) error {
	s.mutex.Lock()
	aborted := s.aborted
	s.mutex.Unlock()
	if aborted {
		return errAborted
	}
	return s.out.write(message)
}

// end sends the last message; Stats come right before it, and none after it (SESSION-11).
func (s *Session) end(message *ConnectorMessage) error {
	s.out.mutex.Lock()
	defer s.out.mutex.Unlock()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.over {
		return errAborted
	}
	s.over = true
	if err := s.out.writeLocked(s.statsMessage()); err != nil {
		return err
	}
	return s.out.writeLocked(message)
}

func (s *Session) sendStats() {
	s.out.mutex.Lock()
	defer s.out.mutex.Unlock()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !s.over {
		_ = s.out.writeLocked(s.statsMessage()) // Whoever does not read any more has closed stdin as well.
	}
}

func (s *Session) statsMessage() *ConnectorMessage {
	stats := processStats()
	stats.Session, stats.Rows, stats.Bytes, stats.WaitCreditMs = s.ID, s.stats.Rows, s.stats.Bytes, s.stats.WaitCreditMs
	return &ConnectorMessage{Body: &ConnectorMessage_Stats{Stats: stats}}
}
