package guard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The variables that tell a child what it is.
const (
	envKind     = "GONGKAI_GUARD_KIND"
	envMemory   = "GONGKAI_GUARD_MEMORY"
	envCPU      = "GONGKAI_GUARD_CPU"
	envResponse = "GONGKAI_GUARD_RESPONSE"
)

// child is one running child as the parent holds it. It does one job at a time.
type child struct {
	limits Limits
	cmd    *exec.Cmd
	send   *os.File
	recv   *os.File
	stderr tail
	home   string
	jobs   int
	dead   bool

	mu sync.Mutex
	// waited is true from the last kill on.
	waited bool
}

// start runs this binary again as a child that serves the handler named kind.
func start(kind string, limits Limits, env []string) (*child, error) {
	c := &child{limits: limits}
	var theirRecv, theirSend *os.File
	var err error
	defer func() {
		for _, f := range []*os.File{theirRecv, theirSend} {
			if f != nil {
				f.Close()
			}
		}
	}()
	if c.home, err = os.MkdirTemp("", fmt.Sprintf("gongkai-guard-%d-", os.Getpid())); err != nil {
		return nil, fmt.Errorf("guard: make a home for a child: %w", err)
	}
	if theirRecv, c.send, err = os.Pipe(); err != nil {
		c.release()
		return nil, fmt.Errorf("guard: pipe to a child: %w", err)
	}
	if c.recv, theirSend, err = os.Pipe(); err != nil {
		c.release()
		return nil, fmt.Errorf("guard: pipe from a child: %w", err)
	}
	binary, err := ownBinary()
	if err != nil {
		c.release()
		return nil, fmt.Errorf("guard: find the own binary: %w", err)
	}
	c.cmd = exec.Command(binary)
	c.cmd.Args = []string{os.Args[0], "guard", kind}
	c.cmd.Dir = c.home
	c.cmd.Env = append(systemEnv(),
		"HOME="+c.home, "TMPDIR="+c.home, "LANG=C.UTF-8", "GOTRACEBACK=single",
		envKind+"="+kind,
		envMemory+"="+strconv.FormatUint(limits.Memory, 10),
		envCPU+"="+limits.CPU.String(),
		envResponse+"="+strconv.FormatInt(limits.MaxResponse, 10))
	c.cmd.Env = append(c.cmd.Env, env...)
	c.cmd.Stderr = &c.stderr
	c.cmd.WaitDelay = 2 * time.Second
	attach(c.cmd, theirRecv, theirSend)
	if err := c.cmd.Start(); err != nil {
		c.release()
		return nil, fmt.Errorf("guard: start a child: %w", err)
	}
	return c, nil
}

// do sends one request and waits for the answer. When it returns an error that
// is not a Failure, the child is dead.
func (c *child) do(job context.Context, request []byte) ([]byte, error) {
	c.jobs++
	c.stderr.reset()
	stop := context.AfterFunc(job, c.kill)
	answer, taken, err := c.exchange(job, request)
	inTime := stop()
	if failure := (*Failure)(nil); err == nil || errors.As(err, &failure) {
		if !inTime {
			c.end()
		}
		return answer, err
	}
	death := c.bury(job, err)
	if !taken {
		return nil, notTaken{death}
	}
	return nil, death
}

func (c *child) exchange(job context.Context, request []byte) (answer []byte, taken bool, err error) {
	left := c.limits.Wall
	if deadline, ok := job.Deadline(); ok {
		left = time.Until(deadline)
	}
	var milliseconds [8]byte
	binary.BigEndian.PutUint64(milliseconds[:], uint64(max(left.Milliseconds(), 1)))
	if err := writeFrame(c.send, frameRequest, milliseconds[:], request); err != nil {
		return nil, false, err
	}
	if kind, _, err := readFrame(c.recv, 0); err != nil || kind != frameTaken {
		return nil, false, fmt.Errorf("guard: child did not take the job: %w", err)
	}
	kind, payload, err := readFrame(c.recv, c.limits.MaxResponse)
	switch {
	case err != nil:
		return nil, true, err
	case kind == frameAnswer:
		return payload, true, nil
	case kind == frameFailure:
		return nil, true, &Failure{Text: string(payload)}
	}
	return nil, true, fmt.Errorf("guard: unknown frame %q", kind)
}

// bury takes leave of a child whose pipe failed with the error cause, and says
// what it died of.
func (c *child) bury(job context.Context, cause error) *Death {
	var large *frameTooLarge
	errors.As(cause, &large)
	timedOut := job.Err() != nil
	// A pipe that ended means that the child is gone or going: the signal reaches
	// only what it started, and does not change how it is seen to have died.
	err := c.end()

	words, memory := lastWords(c.stderr.String())
	switch {
	case timedOut:
		return &Death{How: Timeout, Detail: fmt.Sprintf("not done within %s", c.limits.Wall)}
	case large != nil:
		return &Death{How: Exit, Detail: large.Error()}
	case memory:
		return &Death{How: Memory, Detail: fmt.Sprintf("limit of %d MiB: %s", c.limits.Memory>>20, words)}
	case strings.HasPrefix(words, cpuMark):
		return &Death{How: Timeout, Detail: fmt.Sprintf("limit of %s processor time", c.limits.CPU)}
	}
	state := "no state"
	if c.cmd.ProcessState != nil {
		state = c.cmd.ProcessState.String()
	} else if err != nil {
		state = err.Error()
	}
	how := Exit
	if strings.HasPrefix(state, "signal: ") {
		how = Signal
	}
	if words != "" {
		state += ": " + words
	}
	return &Death{How: how, Detail: state}
}

// spent says that the child may take no further job.
func (c *child) spent() bool { return c.dead || c.jobs >= c.limits.Jobs }

// kill sends SIGKILL to the child's process group, unless it was waited for: its
// number may be another's by then.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.waited {
		killGroup(c.cmd.Process)
	}
}

// end kills the child, waits for it and gives back what the parent held for it.
func (c *child) end() error {
	if c.dead {
		return nil
	}
	c.kill()
	c.mu.Lock()
	c.waited = true
	c.mu.Unlock()
	err := c.cmd.Wait()
	c.release()
	return err
}

// release gives back what the parent held for the child.
func (c *child) release() {
	c.dead = true
	for _, f := range []*os.File{c.send, c.recv} {
		if f != nil {
			f.Close()
		}
	}
	_ = os.RemoveAll(c.home)
}

// tail keeps the last bytes that were written to it.
type tail struct {
	mu   sync.Mutex
	data []byte
}

const tailSize = 32 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.data = append(t.data, p[max(0, len(p)-tailSize):]...)
	if extra := len(t.data) - tailSize; extra > 0 {
		t.data = append(t.data[:0], t.data[extra:]...)
	}
	return len(p), nil
}

func (t *tail) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.data = t.data[:0]
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.data)
}
