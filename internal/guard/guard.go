// Package guard runs a piece of work in a bounded child of the same binary.
//
// A crafted PDF or a hostile query can end a Go process beyond recovery: a stack
// overflow, an allocation that the kernel answers by killing, a loop in foreign
// code. So such work is done by a [Handler] in a child process, which the parent
// reaches through a [Pool]. The child has a limit on memory, on processor time
// and on the clock, sees none of the parent's environment, leads a process group
// of its own that is killed as a whole, and dies with its parent. Where a child
// dies, one job is lost and named by a [Death]; the pool goes on with a new child.
//
// The binary's main (and TestMain of a package under test) calls [RunChild]
// first, with every handler that it offers:
//
//	func main() {
//		guard.RunChild(map[string]guard.Handler{"pdf": readPDF})
//		…
//		pool := guard.NewPool("pdf", 2, guard.Limits{Memory: 1 << 30, Wall: 30 * time.Second})
//		defer pool.Close()
//		answer, err := pool.Do(ctx, request)
//	}
//
// On Linux every limit is enforced by the kernel. On macOS the address space
// cannot be bounded, so the child watches its own heap instead; on Windows there is
// no limit on processor time and no process group either: the deadline holds, and
// a child's own children may outlive it.
package guard

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Handler does one job in the child: it turns a request into a response. ctx
// ends shortly before the deadline of the job does.
type Handler func(ctx context.Context, request []byte) ([]byte, error)

// Limits bound one child. A zero field means the default.
type Limits struct {
	// Memory is what a child may map beyond what it has mapped when it starts, in
	// bytes (default 1 GiB). A Go process maps more than a gigabyte that it never
	// touches before main runs; that share is not counted.
	Memory uint64
	// CPU is the processor time of one job, all threads together (default Wall).
	CPU time.Duration
	// Wall is the time on the clock of one job (default 30 s). Starting the child
	// is part of the first job.
	Wall time.Duration
	// MaxResponse is the largest response in bytes (default 256 MiB).
	MaxResponse int64
	// Jobs is how many jobs one child does before it is replaced (default 300). With
	// 1, each job has a fresh process.
	Jobs int
}

func (l Limits) withDefaults() Limits {
	if l.Memory == 0 {
		l.Memory = 1 << 30
	}
	if l.Wall <= 0 {
		l.Wall = 30 * time.Second
	}
	if l.CPU <= 0 {
		l.CPU = l.Wall
	}
	if l.MaxResponse <= 0 {
		l.MaxResponse = 256 << 20
	}
	if l.Jobs <= 0 {
		l.Jobs = 300
	}
	return l
}

// maxRequest bounds a request in bytes.
const maxRequest = 512 << 20

// ErrClosed is returned by Do after Close.
var ErrClosed = errors.New("guard: pool is closed")

// Pool is a set of warm children of one kind. Its methods may be called from
// several goroutines.
type Pool struct {
	kind   string
	limits Limits
	env    []string
	// seats holds one entry for each child that may run: the idle child, or nil
	// where none was started yet.
	seats  chan *child
	closed chan struct{}
	once   sync.Once
}

// NewPool returns a pool of at most size children that serve the handler named
// kind. Children are started when they are first needed. env lists variables
// ("NAME=value") that the children see beside PATH, LANG and a temporary HOME.
func NewPool(kind string, size int, limits Limits, env ...string) *Pool {
	p := &Pool{
		kind: kind, limits: limits.withDefaults(), env: env,
		seats: make(chan *child, max(size, 1)), closed: make(chan struct{}),
	}
	for range cap(p.seats) {
		p.seats <- nil
	}
	return p
}

// Do sends a request to a child and returns its response. The error is a [*Death]
// where the child died of the job, a [*Failure] where the handler returned an
// error, and the context's where ctx ended first.
func (p *Pool) Do(ctx context.Context, request []byte) ([]byte, error) {
	if len(request) > maxRequest {
		return nil, &Failure{Text: "guard: request exceeds 512 MiB"}
	}
	var c *child
	select {
	case <-p.closed:
		return nil, ErrClosed
	default:
	}
	select {
	case c = <-p.seats:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-p.closed:
		return nil, ErrClosed
	}
	defer func() { p.seats <- c }()

	job, cancel := context.WithTimeout(ctx, p.limits.Wall)
	defer cancel()
	for {
		if job.Err() != nil {
			return nil, p.late(ctx)
		}
		warm := c != nil
		if !warm {
			var err error
			if c, err = start(p.kind, p.limits, p.env); err != nil {
				return nil, err
			}
		}
		answer, err := c.do(job, request)
		if c.spent() {
			_ = c.end()
			c = nil
		}
		if errors.Is(err, errNotTaken) {
			// An idle child that died before it took the job is no fault of the job.
			if warm {
				continue
			}
			return nil, errors.Unwrap(err)
		}
		if err != nil && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return answer, err
	}
}

// late is the error of a job whose time is over before a child took it.
func (p *Pool) late(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return &Death{How: Timeout, Detail: fmt.Sprintf("not begun within %s", p.limits.Wall)}
}

// Close ends every child. It waits for the jobs under way.
func (p *Pool) Close() {
	p.once.Do(func() {
		close(p.closed)
		for range cap(p.seats) {
			if c := <-p.seats; c != nil {
				_ = c.end()
			}
		}
	})
}
