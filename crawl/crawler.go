package crawl

import (
	"context"
	"errors"
	"iter"
)

// ErrLocked is the error of Open where another crawler works in the directory.
var ErrLocked = errors.New("another crawler works in this data directory")

// Store is what a data directory holds of past crawls. It needs no network.
type Store struct{}

// OpenStore opens the archive and the frontier under dir for reading.
func OpenStore(dir string) (*Store, error) { return &Store{}, nil }

// Close releases the store.
func (s *Store) Close() error { return nil }

// Documents yields every version of every report document whose Seq is greater
// than after, in the order of Seq, with its body from the archive. A body that
// cannot be read back is yielded as an error, and the others go on.
func (s *Store) Documents(ctx context.Context, after int64) iter.Seq2[Candidate, error] {
	return func(func(Candidate, error) bool) {}
}

// Found lists the report documents known, by portal and address.
func (s *Store) Found(ctx context.Context) ([]Found, error) { return nil, nil }

// Failures lists the addresses whose last outcome needs attention.
func (s *Store) Failures(ctx context.Context) ([]Event, error) { return nil, nil }

// Outcomes counts the known addresses by portal and last outcome.
func (s *Store) Outcomes(ctx context.Context) (map[string]map[Outcome]int, error) { return nil, nil }

// Crawler runs crawls into one data directory. It holds the directory's lock
// until it is closed.
type Crawler struct{ *Store }

// Open prepares a crawl of cfg's portals into dir.
func Open(dir string, cfg Config, opts Options) (*Crawler, error) { return &Crawler{}, nil }

// Run crawls until nothing is left to do, a budget is spent or ctx ends. A run
// that ended early, or was killed, is gone on with by the next one.
func (c *Crawler) Run(ctx context.Context) (Summary, error) { return Summary{}, nil }
