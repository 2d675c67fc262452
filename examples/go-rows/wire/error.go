package wire

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// A Failure is an error as the protocol has it. It ends the request or the session that returns it.
type Failure struct {
	Category ErrorCategory
	// Stable, lower_snake_case.
	Code    string
	Message string
	Hint    string
	Stream  string
	Column  string
}

func (f *Failure) Error() string { return f.Message }

// A protocolViolation ends the process (FRAME-6).
type protocolViolation struct{ Failure }

func violation(code, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	return &protocolViolation{Failure{Category: ErrorCategory_ERROR_CATEGORY_PROTOCOL, Code: code, Message: message}}
}

func errorMessage(session uint64, err error) *ConnectorMessage {
	var failure Failure
	switch e := err.(type) {
	case *Failure:
		failure = *e
	case *protocolViolation:
		failure = e.Failure
	default: // ERROR-2: its text may hold anything, so it goes to stderr only.
		Log("error", "unexpected: "+err.Error())
		failure = Failure{Category: ErrorCategory_ERROR_CATEGORY_INTERNAL, Code: "unexpected", Message: "The connector met an unforeseen error", Hint: "It stands in the connector's log."}
	}
	return &ConnectorMessage{Body: &ConnectorMessage_Error{Error: &Error{
		Session: session, Category: failure.Category, Code: failure.Code, Message: failure.Message, Hint: failure.Hint,
		Stream: failure.Stream, Column: failure.Column, CommitState: CommitState_COMMIT_STATE_BEFORE,
	}}}
}

// Log writes a line to stderr (IO-1).
func Log(level, message string) {
	line, _ := json.Marshal(map[string]string{"time": time.Now().UTC().Format(time.RFC3339Nano), "level": level, "message": message})
	fmt.Fprintln(os.Stderr, string(line))
}
