package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"

	"gongkai/warehouse"
)

func TestWhatEndsTheProgramIsToldWithWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name       string
		err        error
		code       int
		says, hint string
	}{
		{"a person stopped it", fmt.Errorf("crawl: %w", context.Canceled), exitInterrupted, "已中断", "继续"},
		{"the disk is full", fmt.Errorf("write x: %w", syscall.ENOSPC), exitFailed, "磁盘已满", "腾出空间"},
		{"DuckDB says so in words only", errors.New("IO Error: Could not write file: No space left on device"), exitFailed, "磁盘已满", "腾出空间"},
		{"what ran beside it was cancelled for it", errors.Join(context.Canceled, errors.New("database or disk is full")), exitFailed, "磁盘已满", "腾出空间"},
		{"another one writes there", fmt.Errorf("open: %w", warehouse.ErrLocked), exitLocked, "正被另一个", "--data"},
		{"an older program published it", fmt.Errorf("open: %w", warehouse.ErrOldSnapshot), exitLocked, "旧版本", "gongkai audit"},
		{"its file is damaged", fmt.Errorf("open: %w", warehouse.ErrUnreadable), exitFailed, "打不开", "重新发布"},
		{"what was built does not hold", fmt.Errorf("publish: %w: 乡镇重复（2）", warehouse.ErrInconsistent), exitFailed, "没有通过自检", "不受影响"},
		{"a query took too long", fmt.Errorf("%w: stopped after 30s", warehouse.ErrQuery), exitFailed, "超过 30s 没有完成", "--timeout"},
		{"a query fails in a way that nobody foresaw", fmt.Errorf("%w: Conversion Error: x", warehouse.ErrQuery), exitFailed, "数据库报错\nConversion Error: x", "data-dictionary"},
		{"a slip in the configuration", fmt.Errorf("%w：a.yaml 是空的\n%w", errConfig, io.EOF), exitUsage, "a.yaml 是空的", "gongkai.yaml"},
		{"nothing was published", fmt.Errorf("open: %w", warehouse.ErrNoSnapshot), exitFailed, "还没有发布", "gongkai run"},
		{"a port is taken", fmt.Errorf("listen: %w", syscall.EADDRINUSE), exitFailed, "端口已被占用", "--listen"},
		{"a flag that there is not", fmt.Errorf("%w: %w", errUsage, errors.New("unknown shorthand flag: 'x' in -x")), exitUsage, "没有选项 'x'", "--help"},
		{"a flag without its value", fmt.Errorf("%w: %w", errUsage, errors.New("flag needs an argument: --year")), exitUsage, "选项缺少值：--year", "--help"},
	} {
		if code := exitCode(c.err); code != c.code || !strings.Contains(told(c.err), c.says) || !strings.Contains(hint(c.err), c.hint) {
			t.Errorf("%s: code %d, %q, %q; want %d, %q, %q", c.name, code, told(c.err), hint(c.err), c.code, c.says, c.hint)
		}
	}
}
