package main

import (
	"context"
	"errors"

	"gongkai/crawl"
	"gongkai/metrics"
	"gongkai/parse/narrative"
	"gongkai/warehouse"
)

// Exit codes: scripts depend on them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitFindings    = 3 // findings at or above the asked severity
	exitUnreadable  = 4 // done, but some inputs could not be read
	exitLocked      = 5 // data directory locked or of another schema
	exitInterrupted = 130
)

// exitCodesHelp stands at the end of the root command's help.
const exitCodesHelp = `退出码（exit codes）：
  0    完成
  1    失败
  2    用法有误
  3    有达到所要求程度的问题（check、--fail-on），或快照自检不合（doctor --verify）
  4    完成，但有输入未能读取
  5    数据目录正被另一个进程使用，或由其他版本写成
  130  被中断`

var (
	// errUsage marks errors of the command line.
	errUsage = errors.New("用法有误")
	// errConfig marks errors of the configuration file, which are wrong usage, too.
	errConfig = errors.New("配置有误")
	// errFindings ends a command that found what --fail-on asked for, or what must not
	// be in a snapshot.
	errFindings = errors.New("findings at or above the asked severity")
	// errUnreadable ends a command that could not read some of its inputs.
	errUnreadable = errors.New("some inputs could not be read")
)

// exitCode maps an error to the program's exit code.
func exitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case diskFull(err):
		return exitFailed // what works side by side was cancelled for it
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errUsage), errors.Is(err, errConfig), errors.Is(err, metrics.ErrMeasure):
		return exitUsage
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errUnreadable), errors.Is(err, narrative.ErrLines):
		return exitUnreadable
	case errors.Is(err, warehouse.ErrLocked), errors.Is(err, crawl.ErrLocked), errors.Is(err, warehouse.ErrSchema),
		errors.Is(err, warehouse.ErrOldSnapshot):
		return exitLocked
	}
	return exitFailed
}
