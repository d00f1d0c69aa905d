//go:build !unix

package office

import (
	"context"
	"os/exec"
)

// bounded returns a command that is killed alone, without limits but that of the
// clock: there are no process groups.
func bounded(ctx context.Context, path string, arguments ...string) *exec.Cmd {
	return exec.CommandContext(ctx, path, arguments...)
}
