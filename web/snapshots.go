package web

import (
	"context"
	"sync"
	"time"

	"gongkai/warehouse"
)

// lookEvery is how often a newly published snapshot is looked for.
const lookEvery = 2 * time.Second

// Snapshots keeps the published snapshot open and changes over to a new one when
// it is published; requests under way finish on the old one.
type Snapshots struct {
	dir     string
	options warehouse.Options

	mu      sync.Mutex
	current *lease
	looked  time.Time
}

// lease is an open snapshot and how many use it; the one in force counts as a use.
type lease struct {
	snapshot *warehouse.Snapshot
	users    int
}

// OpenSnapshots opens the published snapshot of a data directory.
func OpenSnapshots(ctx context.Context, dir string, options warehouse.Options) (*Snapshots, error) {
	snapshot, err := warehouse.OpenSnapshot(ctx, dir, options)
	if err != nil {
		return nil, err
	}
	return &Snapshots{dir: dir, options: options, current: &lease{snapshot, 1}, looked: time.Now()}, nil
}

// Acquire returns the snapshot in force and a function that gives it back.
func (s *Snapshots) Acquire(ctx context.Context) (*warehouse.Snapshot, func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.looked) >= lookEvery {
		s.looked = time.Now()
		path, err := warehouse.CurrentSnapshot(s.dir)
		if err == nil && path != s.current.snapshot.Path() {
			if fresh, err := warehouse.OpenSnapshot(ctx, s.dir, s.options); err == nil {
				s.release(s.current)
				s.current = &lease{fresh, 1}
			}
		}
	}
	used := s.current
	used.users++
	var once sync.Once
	return used.snapshot, func() {
		once.Do(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.release(used)
		})
	}
}

// release gives one use back; the last closes the snapshot. Call it locked.
func (s *Snapshots) release(l *lease) {
	l.users--
	if l.users == 0 {
		if err := l.snapshot.Close(); err != nil && s.options.Logger != nil {
			s.options.Logger.Warn("closing a snapshot", "error", err)
		}
	}
}

// Close closes the snapshot in force.
func (s *Snapshots) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.release(s.current)
}
