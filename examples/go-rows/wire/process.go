package wire

import (
	"bufio"
	"errors"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	protocolVersion = 1
	statsInterval   = time.Second
)

// A Source is what this connector is. Its requests come one after the other, its sessions side by side.
type Source interface {
	Welcome() *Welcome
	Spec() *Spec
	Configure(config string) []*Problem
	Check() (*Checked, error)
	Discover(*DiscoverRequest) ([]*Discovered, error)
	Plan(*PlanRequest) ([]*Planned, error)
	// Read moves the unit until its end, or until it is stopped or aborted.
	Read(session *Session, maxFrameBytes uint64) error
}

type process struct {
	source     Source
	in         *frameReader
	out        *frameWriter
	requests   chan *HostMessage
	answering  atomic.Bool
	configured atomic.Bool
	mutex      sync.Mutex
	sessions   map[uint64]*Session
}

// Serve runs until the host ends the process, and gives the exit code.
func Serve(source Source) int {
	// A print goes to stderr: stdout is the protocol's (IO-1).
	out := os.Stdout
	os.Stdout = os.Stderr
	signal.Ignore(syscall.SIGINT, syscall.SIGPIPE)
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)

	p := &process{
		source:   source,
		in:       &frameReader{bufio.NewReaderSize(os.Stdin, 1<<16), DefaultMaxFrameBytes},
		out:      &frameWriter{out: out, limit: DefaultMaxFrameBytes},
		requests: make(chan *HostMessage, 1),
		sessions: map[uint64]*Session{},
	}
	ended := make(chan error, 1)
	go func() { ended <- p.run(out) }()
	defer p.out.close()
	select {
	case <-terminated:
		return 1 // A source has nothing to release: the end of the process is enough.
	case err := <-ended:
		var broken *protocolViolation
		switch {
		case err == nil:
			return 0
		case errors.As(err, &broken):
			_ = p.out.write(errorMessage(0, err))
		case !errors.Is(err, errHostGone):
			Log("error", "unexpected: "+err.Error())
		}
		return 1
	}
}

// run reads stdin, and waits for nothing else (IO-6). nil: the host has closed.
func (p *process) run(out *os.File) error {
	if _, err := out.Write(magic); err != nil {
		return err
	}
	if err := p.handshake(); err != nil {
		return err
	}
	go p.answerRequests()
	go p.sendStats()
	for {
		message, err := p.in.read()
		if err != nil {
			return err
		}
		if _, isClose := message.Body.(*HostMessage_Close); isClose {
			p.each(func(session *Session) { session.abort() })
			return nil
		}
		if err := p.dispatch(message); err != nil {
			return err
		}
	}
}

func (p *process) handshake() error {
	message, err := p.in.read()
	if err != nil {
		return err
	}
	hello := message.GetHello()
	if hello == nil {
		return violation("unexpected_message", "The first message is not hello")
	}
	if hello.MinVersion > protocolVersion || hello.MaxVersion < protocolVersion {
		return violation("version_unsupported", "The host speaks versions %d to %d of the protocol, this connector version %d to %d",
			hello.MinVersion, hello.MaxVersion, protocolVersion, protocolVersion)
	}
	welcome := p.source.Welcome()
	if err := p.out.write(&ConnectorMessage{Body: &ConnectorMessage_Welcome{Welcome: welcome}}); err != nil {
		return err
	}
	limit := agreedLimit(hello.GetLimits().GetMaxFrameBytes(), welcome.GetLimits().GetMaxFrameBytes())
	p.in.limit, p.out.limit = limit, limit
	return nil
}

func (p *process) dispatch(message *HostMessage) error {
	switch body := message.Body.(type) {
	case *HostMessage_Open:
		return p.open(body.Open)
	case *HostMessage_Credit:
		p.with(body.Credit.Session, func(session *Session) { session.grant(body.Credit.Bytes) })
	case *HostMessage_Ack: // Nothing is kept until then.
	case *HostMessage_Stop:
		stop := (*Session).stop
		if body.Stop.Abort {
			stop = (*Session).abort
		}
		if body.Stop.Session == 0 {
			p.each(stop)
		} else {
			p.with(body.Stop.Session, stop)
		}
	case *HostMessage_Batch, *HostMessage_StreamSchema, *HostMessage_Checkpoint, *HostMessage_Done, *HostMessage_Hello:
		return violation("unexpected_message", "A source is not sent %T", body)
	default:
		if !p.answering.CompareAndSwap(false, true) {
			return violation("unexpected_message", "A request before the answer to the last one")
		}
		p.requests <- message
	}
	return nil
}

func (p *process) answerRequests() {
	for request := range p.requests {
		answers, err := p.answer(request)
		if err != nil {
			answers = []*ConnectorMessage{errorMessage(0, err)}
		}
		// Before the answer is out: after it the host may ask again.
		p.answering.Store(false)
		for _, answer := range answers {
			if err := p.out.write(answer); err != nil {
				Log("error", "unexpected: "+err.Error())
			}
		}
	}
}

func (p *process) answer(request *HostMessage) ([]*ConnectorMessage, error) {
	one := func(message *ConnectorMessage) ([]*ConnectorMessage, error) { return []*ConnectorMessage{message}, nil }
	switch body := request.Body.(type) {
	case *HostMessage_Spec:
		if body.Spec.Role != Role_ROLE_SOURCE {
			return nil, violation("wrong_role", "This connector is a source")
		}
		return one(&ConnectorMessage{Body: &ConnectorMessage_Spec{Spec: p.source.Spec()}})
	case *HostMessage_Configure:
		if body.Configure.Role != Role_ROLE_SOURCE {
			return nil, violation("wrong_role", "This connector is a source")
		}
		problems := p.source.Configure(body.Configure.Config)
		if len(problems) == 0 {
			p.configured.Store(true)
		}
		return one(&ConnectorMessage{Body: &ConnectorMessage_Configured{Configured: &Configured{Problems: problems}}})
	case *HostMessage_Begin, *HostMessage_Publish:
		return nil, violation("wrong_role", "This connector is a source")
	}
	if !p.configured.Load() {
		return nil, violation("not_configured", "A request before a config was taken")
	}
	var answers []*ConnectorMessage
	switch body := request.Body.(type) {
	case *HostMessage_Check:
		checked, err := p.source.Check()
		if err != nil {
			return nil, err
		}
		return one(&ConnectorMessage{Body: &ConnectorMessage_Checked{Checked: checked}})
	case *HostMessage_Discover:
		parts, err := p.source.Discover(body.Discover)
		for _, part := range parts {
			answers = append(answers, &ConnectorMessage{Body: &ConnectorMessage_Discovered{Discovered: part}})
		}
		return answers, err
	case *HostMessage_Plan:
		parts, err := p.source.Plan(body.Plan)
		for _, part := range parts {
			answers = append(answers, &ConnectorMessage{Body: &ConnectorMessage_Planned{Planned: part}})
		}
		return answers, err
	case *HostMessage_Release:
		return one(&ConnectorMessage{Body: &ConnectorMessage_Released{Released: &Released{}}})
	case *HostMessage_Forget:
		return one(&ConnectorMessage{Body: &ConnectorMessage_Forgotten{Forgotten: &Forgotten{}}})
	}
	return nil, violation("unexpected_message", "%T is not expected", request.Body)
}

func (p *process) open(open *OpenRequest) error {
	if open.Session == 0 || len(open.Context.Streams) == 0 {
		return violation("malformed_message", "Open without a session or a stream")
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.sessions[open.Session] != nil {
		return violation("session_in_use", "Session %d was opened before", open.Session)
	}
	openSessions := uint32(0)
	for _, other := range p.sessions {
		if !other.isOver() {
			openSessions++
		}
	}
	session := newSession(open, p.out)
	p.sessions[open.Session] = session
	switch {
	case !p.configured.Load():
		go session.fail(violation("not_configured", "Open before a config was taken"))
		return nil
	case openSessions >= p.source.Welcome().MaxOpenUnits:
		go session.fail(violation("too_many_sessions", "%d sessions are open already", openSessions))
		return nil
	}
	go func() {
		err := p.source.Read(session, p.out.limit)
		if err != nil && !errors.Is(err, errAborted) {
			session.fail(err)
		}
		session.Context = nil // Its id stays used for ever, what it was about need not.
	}()
	return nil
}

// fail ends a session, not the process (FRAME-7).
func (s *Session) fail(err error) {
	_ = s.end(errorMessage(s.ID, err)) // Whoever has aborted it, or does not read any more, does not want to know.
}

// with does something to a session that is open; the message is late otherwise, and ignored.
func (p *process) with(id uint64, do func(*Session)) {
	p.mutex.Lock()
	session := p.sessions[id]
	p.mutex.Unlock()
	if session != nil {
		do(session)
	}
}

func (p *process) each(do func(*Session)) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, session := range p.sessions {
		do(session)
	}
}

// sendStats gives signs of life (SESSION-11, LIFE-9).
func (p *process) sendStats() {
	for range time.Tick(statsInterval) {
		if p.answering.Load() {
			_ = p.out.write(&ConnectorMessage{Body: &ConnectorMessage_Stats{Stats: processStats()}})
		}
		p.mutex.Lock()
		sessions := make([]*Session, 0, len(p.sessions))
		for _, session := range p.sessions {
			sessions = append(sessions, session)
		}
		p.mutex.Unlock()
		for _, session := range sessions {
			session.sendStats()
		}
	}
}
