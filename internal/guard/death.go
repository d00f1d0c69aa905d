package guard

import (
	"errors"
	"strings"
)

// How is the manner of a child's death.
type How string

// The manners of death.
const (
	// Timeout: the deadline on the clock or the limit on processor time was reached.
	Timeout How = "timeout"
	// Memory: the limit on memory was reached.
	Memory How = "memory"
	// Signal: a signal that the parent did not send.
	Signal How = "signal"
	// Exit: the process ended itself: a panic, a stack overflow, an exit in foreign code.
	Exit How = "exit"
)

// Death is the error of a job whose child died.
type Death struct {
	How How
	// Detail is the runtime's last words or the limit that was reached.
	Detail string
}

func (d *Death) Error() string { return "guarded process died (" + string(d.How) + "): " + d.Detail }

// Failure is the error of a job whose handler returned one: its text, since
// error values do not cross the border of a process.
type Failure struct{ Text string }

func (f *Failure) Error() string { return f.Text }

// errNotTaken marks a death before the child confirmed that it had the request.
var errNotTaken = errors.New("guard: job not taken")

// notTaken wraps a death that came before the child had the request.
type notTaken struct{ death error }

func (n notTaken) Error() string        { return n.death.Error() }
func (n notTaken) Unwrap() error        { return n.death }
func (n notTaken) Is(target error) bool { return target == errNotTaken }

// lastWords picks the line of a dead process's standard error that says why it
// died, and whether that was for want of memory.
func lastWords(stderr string) (line string, memory bool) {
	for _, text := range []string{"out of memory", "cannot allocate memory", "bad_alloc", "address space collisions", memoryMark} {
		memory = memory || strings.Contains(stderr, text)
	}
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	for _, l := range lines {
		if strings.HasPrefix(l, "fatal error: ") || strings.HasPrefix(l, "panic: ") || strings.HasPrefix(l, "guard: ") {
			return shorten(l), memory
		}
	}
	return shorten(lines[len(lines)-1]), memory
}

func shorten(s string) string {
	const most = 300
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
