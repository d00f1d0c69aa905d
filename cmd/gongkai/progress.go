package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress is one line that is written over and over on a terminal. Elsewhere it
// is silent: logs tell what happened.
type progress struct {
	mu   sync.Mutex
	out  io.Writer
	live bool
	last time.Time
	text string
}

// newProgress writes to stderr where that is a terminal.
func newProgress(stderr io.Writer) *progress {
	file, isFile := stderr.(*os.File)
	return &progress{out: stderr, live: isFile && term.IsTerminal(int(file.Fd()))}
}

// redrawEvery keeps the line from flickering.
const redrawEvery = 100 * time.Millisecond

// show replaces the line.
func (p *progress) show(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = fmt.Sprintf(format, args...)
	if p.live && time.Since(p.last) >= redrawEvery {
		p.last = time.Now()
		fmt.Fprintf(p.out, "\r\x1b[K%s", p.text)
	}
}

// done removes the line.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.live {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
