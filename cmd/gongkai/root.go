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
		Short: "采集、读取、核查、比较乡镇政府信息公开工作年度报告",
		Long: `gongkai（公开）采集各乡镇每年公布的政府信息公开工作年度报告，把其中的法定表格读入 DuckDB 数据库，
指出缺报和对不上的地方，并比较各乡镇、各年度。

` + exitCodesHelp,
		Example: `  gongkai demo                              示例县：从网站到看板
  gongkai parse report.pdf --format table   读一份文件，不需要数据库
  gongkai check draft.docx                  公布前核查草稿
  gongkai run --config gongkai.yaml         抓取、读取、核查、入库、发布
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
	root.PersistentFlags().StringVar(&a.data, "data", "./data", "数据目录，一切都保存在其中")
	root.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "在标准错误输出记录每一步")
	root.PersistentFlags().BoolVar(&a.logJSON, "log-json", false, "日志用 JSON 行")
	root.Flags().Bool("version", false, "打印版本")
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.CompletionOptions.HiddenDefaultCmd = true
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

// usageTemplate begins with the examples: most come for one of these.
const usageTemplate = `{{if .HasExample}}示例：
{{.Example}}

{{end}}用法：
{{- if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [命令] --help” 说明一个命令。{{end}}
`

// wrapUsage turns the errors of a command's argument check into usage errors, and
// says in Chinese what --help is.
func wrapUsage(command *cobra.Command) {
	command.Flags().BoolP("help", "h", false, "说明这个命令")
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
