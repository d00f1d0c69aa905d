// Command gongkai collects the annual disclosure reports of Chinese townships,
// reads their tables, checks them, keeps them in DuckDB and compares towns.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"gongkai/internal/guard"
	"gongkai/parse"
	"gongkai/warehouse"
)

// version is set by the linker.
var version = "dev"

func main() { os.Exit(run()) }

// run serves as a guarded child where this process was started as one; otherwise
// it executes the command line and returns the exit code.
func run() int {
	guard.RunChild(handlers())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	err := root.ExecuteContext(ctx)
	if err != nil && !quietEnd(err) {
		fmt.Fprintln(os.Stderr, "gongkai:", told(err))
		if line := hint(err); line != "" {
			fmt.Fprintln(os.Stderr, "提示:", line)
		}
	}
	return exitCode(err)
}

// handlers are the kinds of work that guarded children of this binary do.
func handlers() map[string]guard.Handler {
	return map[string]guard.Handler{
		parse.GuardKind:     parse.LayoutHandler(),
		warehouse.QueryKind: warehouse.QueryHandler(),
	}
}
