// Package wire speaks the connector protocol on two pipes: frames, handshake, requests, sessions, and the end.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

var magic = []byte{0x89, 'R', 'B', 'P', '\r', '\n', 0x1a, '\n'}

// Frame limits of FRAME-2.
const (
	DefaultMaxFrameBytes = 64 << 20
	minMaxFrameBytes     = 64 << 10
	maxMaxFrameBytes     = 1 << 30
)

// AgreedLimit is the smaller of the two; 0 stands for the default.
func agreedLimit(theirs, ours uint64) uint64 {
	effective := func(value uint64) uint64 {
		if value == 0 {
			value = DefaultMaxFrameBytes
		}
		return min(max(value, minMaxFrameBytes), maxMaxFrameBytes)
	}
	return min(effective(theirs), effective(ours))
}

// errHostGone is the end of stdin without Close (IO-4).
var errHostGone = errors.New("the host is gone")

type frameReader struct {
	in    io.Reader
	limit uint64
}

// read gives the next message; errHostGone, or a *Error of category protocol for what is none.
func (r *frameReader) read() (*HostMessage, error) {
	var header [4]byte
	if _, err := io.ReadFull(r.in, header[:]); err != nil {
		return nil, errHostGone
	}
	length := uint64(binary.LittleEndian.Uint32(header[:]))
	if length > r.limit { // Before anything is allocated for it (FRAME-3).
		return nil, violation("frame_too_large", "A frame of %d bytes; the limit is %d", length, r.limit)
	}
	frame := make([]byte, length)
	if _, err := io.ReadFull(r.in, frame); err != nil {
		return nil, errHostGone
	}
	return parse(frame)
}

// A frameWriter writes whole frames, from any goroutine.
type frameWriter struct {
	mutex sync.Mutex
	out   io.Writer
	limit uint64
}

func (w *frameWriter) write(message *ConnectorMessage) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.writeLocked(message)
}

func (w *frameWriter) writeLocked(message *ConnectorMessage) error {
	// In the order of field numbers, so that a batch's body is last (BATCH-2).
	frame, err := proto.MarshalOptions{Deterministic: true}.MarshalAppend(make([]byte, 4), message)
	if err != nil {
		return err
	}
	if uint64(len(frame)-4) > w.limit {
		return fmt.Errorf("a message of %d bytes is longer than the limit", len(frame)-4)
	}
	binary.LittleEndian.PutUint32(frame, uint32(len(frame)-4))
	_, err = w.out.Write(frame)
	return err
}

// close waits until a frame that is being written is out, so that stdout ends between two frames (IO-5). A host that does
// not read it is not waited for longer than IO-4 allows.
func (w *frameWriter) close() {
	locked := make(chan struct{})
	go func() {
		w.mutex.Lock()
		close(locked)
	}()
	select {
	case <-locked:
	case <-time.After(5 * time.Second):
	}
}

// parse reads one message that obeys FRAME-4, FRAME-5 and FRAME-8.
func parse(frame []byte) (*HostMessage, error) {
	if err := checkEnvelope(frame); err != nil {
		return nil, err
	}
	message := &HostMessage{}
	if err := proto.Unmarshal(frame, message); err != nil {
		return nil, violation("malformed_message", "A message that can't be read: %v", err)
	}
	return message, checkValues(message.ProtoReflect(), "message")
}

// checkEnvelope counts the members: a Protocol Buffers library takes the last of several.
func checkEnvelope(frame []byte) error {
	known := (&HostMessage{}).ProtoReflect().Descriptor().Fields()
	members := 0
	for len(frame) > 0 {
		number, kind, headerBytes := protowire.ConsumeTag(frame)
		if headerBytes < 0 {
			return violation("malformed_message", "A broken field")
		}
		valueBytes := protowire.ConsumeFieldValue(number, kind, frame[headerBytes:])
		if valueBytes < 0 {
			return violation("malformed_message", "A broken field")
		}
		if known.ByNumber(number) != nil {
			members++
		}
		frame = frame[headerBytes+valueBytes:]
	}
	if members != 1 {
		return violation("malformed_message", "A message with %d known members instead of one", members)
	}
	return nil
}

var mayBeMissing = map[protoreflect.FullName]bool{}
var mayBeUnspecified = map[protoreflect.FullName]bool{}

func init() {
	const names = "rapidbyte.connector.v1."
	for _, field := range []string{"Hello.limits", "StreamSpec.estimate", "Unit.estimate", "StreamContext.checkpoint_interval", "Checkpoint.head"} {
		mayBeMissing[protoreflect.FullName(names+field)] = true
	}
	for _, field := range []string{"StreamSpec.null_cursor", "StreamRequest.null_cursor"} {
		mayBeUnspecified[protoreflect.FullName(names+field)] = true
	}
}

func checkValues(message protoreflect.Message, path string) error {
	fields := message.Descriptor().Fields()
	for index := range fields.Len() {
		field := fields.Get(index)
		where := path + "." + string(field.Name())
		if field.ContainingOneof() != nil && !message.Has(field) {
			continue
		}
		if field.IsList() {
			list := message.Get(field).List()
			for item := range list.Len() {
				if err := checkValue(field, list.Get(item), where); err != nil {
					return err
				}
			}
			continue
		}
		if field.Message() != nil && !message.Has(field) {
			if mayBeMissing[field.FullName()] {
				continue
			}
			return violation("malformed_message", "%s is missing", where)
		}
		if err := checkValue(field, message.Get(field), where); err != nil {
			return err
		}
	}
	return nil
}

const tooLarge = 1 << 53

func checkValue(field protoreflect.FieldDescriptor, value protoreflect.Value, where string) error {
	switch field.Kind() {
	case protoreflect.MessageKind:
		return checkValues(value.Message(), where)
	case protoreflect.EnumKind:
		number := value.Enum()
		if number == 0 && mayBeUnspecified[field.FullName()] {
			return nil
		}
		if number == 0 || field.Enum().Values().ByNumber(number) == nil {
			return violation("malformed_message", "%s is %d, which this version does not know", where, number)
		}
	case protoreflect.Uint64Kind:
		if value.Uint() >= tooLarge {
			return violation("malformed_message", "%s is 2^53 or more", where)
		}
	case protoreflect.Int64Kind:
		if number := value.Int(); number >= tooLarge || number <= -tooLarge {
			return violation("malformed_message", "%s is 2^53 or more", where)
		}
	}
	return nil
}
