package guard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"time"
)

// What a child writes to its standard error before it ends itself, so that the
// parent knows why.
const (
	cpuMark    = "guard: processor time"
	memoryMark = "guard: memory limit"
)

const (
	// maxStack ends a runaway recursion long before the memory limit would.
	maxStack = 64 << 20
	// garbagePercent lets a child collect its garbage seldom: its jobs are short, and
	// the memory limit makes it collect in time all the same.
	garbagePercent = 400
	// answerMargin is how long before the job's deadline the handler's context ends.
	answerMargin = 100 * time.Millisecond
)

// RunChild serves jobs and never returns if this process was started by a [Pool];
// otherwise it returns at once. handlers are by kind.
func RunChild(handlers map[string]Handler) {
	kind := os.Getenv(envKind)
	if kind == "" {
		return
	}
	if err := serve(kind, handlers); err != nil {
		fmt.Fprintln(os.Stderr, "guard:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve(kind string, handlers map[string]Handler) error {
	handler := handlers[kind]
	if handler == nil {
		return fmt.Errorf("no handler for jobs of kind %q", kind)
	}
	memory, err := strconv.ParseUint(os.Getenv(envMemory), 10, 64)
	if err != nil {
		return fmt.Errorf("memory limit: %w", err)
	}
	cpu, err := time.ParseDuration(os.Getenv(envCPU))
	if err != nil {
		return fmt.Errorf("limit on processor time: %w", err)
	}
	maxResponse, err := strconv.ParseInt(os.Getenv(envResponse), 10, 64)
	if err != nil {
		return fmt.Errorf("limit on responses: %w", err)
	}
	for _, name := range []string{envKind, envMemory, envCPU, envResponse} {
		os.Unsetenv(name)
	}
	in, out := channel()
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(int64(memory / 4 * 3))
	debug.SetGCPercent(garbagePercent)
	if err := limitProcess(memory); err != nil {
		return fmt.Errorf("set limits: %w", err)
	}

	requests := make(chan []byte)
	go func() {
		for {
			_, payload, err := readFrame(in, maxRequest+8)
			if err != nil {
				// The parent has closed the pipe or is gone: so go the child and its children.
				endGroup()
				os.Exit(0)
			}
			requests <- payload
		}
	}()
	for payload := range requests {
		if len(payload) < 8 {
			return errors.New("short request")
		}
		if err := limitCPU(cpu); err != nil {
			return fmt.Errorf("set limit on processor time: %w", err)
		}
		if err := writeFrame(out, frameTaken); err != nil {
			return fmt.Errorf("take job: %w", err)
		}
		left := time.Duration(binary.BigEndian.Uint64(payload)) * time.Millisecond
		if err := work(out, handler, left, payload[8:], maxResponse); err != nil {
			return fmt.Errorf("answer job: %w", err)
		}
	}
	return nil
}

func work(out io.Writer, handler Handler, left time.Duration, request []byte, maxResponse int64) error {
	if left > 2*answerMargin {
		left -= answerMargin
	}
	ctx, cancel := context.WithTimeout(context.Background(), left)
	defer cancel()
	answer, err := handler(ctx, request)
	if err == nil && int64(len(answer)) > maxResponse {
		err = &frameTooLarge{length: int64(len(answer)), limit: maxResponse}
	}
	if err != nil {
		text := err.Error()
		return writeFrame(out, frameFailure, []byte(text[:min(int64(len(text)), maxResponse)]))
	}
	return writeFrame(out, frameAnswer, answer)
}
