package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// app is what the commands share: where the data lie and where the log goes.
type app struct {
	data    string
	verbose bool
	logJSON bool
	log     *slog.Logger
}

// newRoot builds the command line. Nothing is opened before a command runs.
func newRoot() *cobra.Command {
	a := &app{log: slog.New(slog.DiscardHandler)}
	root := &cobra.Command{
		Use:   "gongkai",
		Short: "Collect, read, check and compare the annual disclosure reports of Chinese townships",
		Long: `gongkai 公开 collects the annual reports on government information disclosure
(政府信息公开工作年度报告) that every Chinese township publishes, reads their statutory
tables into a DuckDB warehouse, says what is missing or does not add up, and
compares towns and years.

` + exitCodesHelp,
		Example: `  gongkai demo                              a sample county, from portal to dashboard
  gongkai parse report.pdf --format table   one document, no warehouse needed
  gongkai check draft.docx                  what is wrong with a draft, before it is published
  gongkai run --config gongkai.yaml         crawl, read, check, load, publish
  gongkai compare --measure applications_received --year 2021 --county 511724`,
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			cmd.SuggestionsMinimumDistance = 2
			if meant := cmd.SuggestionsFor(args[0]); len(meant) > 0 {
				return fmt.Errorf("没有命令“%s”，是不是 %s", args[0], strings.Join(meant, "、"))
			}
			return fmt.Errorf("没有命令“%s”", args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			a.log = newLogger(cmd.ErrOrStderr(), a.verbose, a.logJSON)
		},
	}
	root.PersistentFlags().StringVar(&a.data, "data", "./data", "directory that holds everything a run keeps")
	root.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "log every step to stderr")
	root.PersistentFlags().BoolVar(&a.logJSON, "log-json", false, "log as JSON lines")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w: %w", errUsage, err) })
	root.AddCommand(
		a.demoCommand(), a.runCommand(),
		a.crawlCommand(), a.parseCommand(), a.auditCommand(), a.loadCommand(),
		a.reportsCommand(), a.findingsCommand(), a.compareCommand(), a.townsCommand(),
		a.queryCommand(), a.exportCommand(), a.serveCommand(),
		a.checkCommand(), a.claimsCommand(), a.explainCommand(), a.rulesCommand(),
		a.reviewCommand(), a.doctorCommand(), a.synthCommand(),
	)
	wrapUsage(root)
	return root
}

// wrapUsage turns the errors of a command's argument check into usage errors.
func wrapUsage(command *cobra.Command) {
	if check := command.Args; check != nil {
		command.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return fmt.Errorf("%w: %w", errUsage, err)
			}
			return nil
		}
	}
	for _, child := range command.Commands() {
		wrapUsage(child)
	}
}

func newLogger(stderr io.Writer, verbose, asJSON bool) *slog.Logger {
	level := slog.LevelWarn
	if verbose {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if asJSON {
		return slog.New(slog.NewJSONHandler(stderr, options))
	}
	return slog.New(slog.NewTextHandler(stderr, options))
}

// quietEnd reports whether an error was already told by the command's output.
func quietEnd(err error) bool {
	return errors.Is(err, errFindings) || errors.Is(err, errUnreadable)
}

// cacheDir is where compiled code is kept between runs; empty where the machine
// has no such place.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "gongkai")
}
