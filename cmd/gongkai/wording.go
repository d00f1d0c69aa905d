package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"

	"gongkai/crawl"
	"gongkai/metrics"
	"gongkai/parse/narrative"
	"gongkai/warehouse"
)

// told is what is said of an error that ends the program: a sentence for people,
// and what the program itself says of it.
func told(err error) string {
	if diskFull(err) {
		return fmt.Sprintf("磁盘已满（%v）", err)
	}
	if query := queryFault(err); query != nil {
		return fmt.Sprintf("查询没有成功：%s\n%s", query.words, query.text)
	}
	for _, known := range [...]struct {
		is    error
		words string
	}{
		{context.Canceled, "已中断"},
		{context.DeadlineExceeded, "超过了时限"},
		{warehouse.ErrLocked, "数据目录正被另一个 gongkai 使用"},
		{crawl.ErrLocked, "数据目录正被另一个 gongkai 使用"},
		{warehouse.ErrSchema, "数据目录由更新版本的 gongkai 写成"},
		{warehouse.ErrOldSnapshot, "快照由旧版本的 gongkai 发布，本版本不能读"},
		{warehouse.ErrUnreadable, "快照打不开，可能已损坏或不在了"},
		{warehouse.ErrInconsistent, "快照没有通过自检，没有发布"},
		{warehouse.ErrNoSnapshot, "还没有发布过快照"},
		{metrics.ErrMeasure, "没有这个指标"},
		{narrative.ErrLines, "有些行没有读懂，每行须是含 text 的 JSON 对象，不超过 1 MiB"},
		{syscall.EADDRINUSE, "端口已被占用"},
		{fs.ErrPermission, "没有权限"},
		{fs.ErrNotExist, "文件或目录不存在"},
	} {
		if errors.Is(err, known.is) && !errors.Is(err, errUsage) && !errors.Is(err, errConfig) {
			return fmt.Sprintf("%s（%v）", known.words, err)
		}
	}
	return strings.TrimSpace(inChinese(err.Error()))
}

// hint returns a line that says what to do about an error, or nothing.
func hint(err error) string {
	switch {
	case diskFull(err):
		return "腾出空间后再运行；已发布的快照不受影响"
	case errors.Is(err, context.Canceled):
		return "run、crawl、load 再次运行会从中断处继续；已发布的快照不受影响"
	case errors.Is(err, warehouse.ErrLocked), errors.Is(err, crawl.ErrLocked):
		return "等它结束后再运行，或用 --data 指定另一个目录"
	case errors.Is(err, warehouse.ErrSchema):
		return "请改用写成它的那个版本，或用 --data 指定另一个目录"
	case errors.Is(err, warehouse.ErrOldSnapshot):
		return "运行 gongkai audit（或 run、load）重新发布；已入库的数据不受影响"
	case errors.Is(err, warehouse.ErrUnreadable):
		return "删去这个快照文件（如果还在），运行 gongkai audit（或 run、load）重新发布；已入库的数据不受影响"
	case errors.Is(err, warehouse.ErrInconsistent):
		return "已发布的快照不受影响；再运行一次仍如此，请带上以上文字报告问题"
	case errors.Is(err, warehouse.ErrQuery):
		return queryFault(err).hint
	case errors.Is(err, errConfig):
		return "各项的写法见 README 中的 gongkai.yaml 示例；项名区分大小写，缩进用空格"
	case errors.Is(err, warehouse.ErrNoSnapshot):
		return "先运行 gongkai run 完成全部步骤，或用 gongkai demo 查看示例县；数据在别处时用 --data 指定"
	case errors.Is(err, metrics.ErrMeasure):
		return "gongkai compare --measures 列出全部指标"
	case errors.Is(err, syscall.EADDRINUSE):
		return "用 --listen 换一个端口，如 --listen 127.0.0.1:8081"
	case errors.Is(err, errUsage):
		return "加 --help 查看用法和示例"
	case errors.Is(err, fs.ErrPermission):
		return "检查文件和目录的读写权限，或用 --data 指定有写权限的目录"
	}
	return ""
}

// diskFull reports whether the disk was full: the databases say so in words only.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "No space left on device") || strings.Contains(err.Error(), "database or disk is full")
}

// usagePhrases are what the flag library says of wrong usage, and how it is said
// here.
var usagePhrases = [...]struct{ said, words string }{
	{`unknown (?:shorthand )?flag: (\S+)( in \S+)?`, `没有选项 $1`},
	{`requires at least (\d+) arg\(s\), only received (\d+)`, `至少要给出 $1 个参数，只有 $2 个`},
	{`accepts between (\d+) and (\d+) arg\(s\), received (\d+)`, `要 $1 到 $2 个参数，给了 $3 个`},
	{`accepts (\d+) arg\(s\), received (\d+)`, `要 $1 个参数，给了 $2 个`},
	{`flag needs an argument: (.*)`, `选项缺少值：$1`},
	{`invalid argument "([^"]*)" for "([^"]*)" flag: .*`, `选项 $2 的值“$1”有误`},
	{`(?:stat|open) ([^:]*): no such file or directory`, `文件或目录不存在：$1`},
}

// inChinese says the flag library's own phrases in Chinese; what it does not know
// stays as it is.
func inChinese(text string) string {
	for _, phrase := range usagePhrases {
		text = regexp.MustCompile(phrase.said).ReplaceAllString(text, phrase.words)
	}
	return text
}

// queryPhrases are what begins the text about a query that failed, how it is said here,
// and what to do.
var queryPhrases = [...]struct{ said, words, hint string }{
	{`Catalog Error: Table with name (\S+) does not exist`, `没有表 $1`, `gongkai query "SHOW TABLES" 列出全部表和视图`},
	{`Binder Error: Referenced column "([^"]*)" not found`, `没有列 $1`, `gongkai query "DESCRIBE reports" 列出一个表的各列`},
	{`Parser Error: `, `SQL 的写法有误`, `核对标出的位置；示例见 gongkai query --help`},
	{`Permission Error: `, `查询只能读快照，不能读写文件和网络`, `gongkai query "SHOW TABLES" 列出可以查询的表和视图`},
	{`only SELECT is allowed`, `只允许 SELECT`, `快照只读；人工更正用 gongkai review`},
	{`more than one statement`, `一次只能写一条 SELECT`, `分几次查询`},
	{`more than (\d+) rows`, `结果超过 $1 行`, `加 LIMIT 或条件，或用 --limit 放宽`},
	{`the result exceeds (\d+) bytes`, `结果超过 $1 字节`, `少选几列，或加 LIMIT`},
	{`stopped after (\S+)`, `超过 $1 没有完成，已停止`, `缩小查询范围，或用 --timeout 放宽`},
	{`needs more than (\d+) MiB of memory`, `所需内存超过 $1 MiB`, `缩小查询范围`},
	{``, `数据库报错`, `表和列的说明见 docs/data-dictionary.md；示例见 gongkai query --help`},
}

// fault is a query's fault as it is told.
type fault struct{ words, hint, text string }

// queryFault says what was wrong with a query; nil where the error is another.
func queryFault(err error) *fault {
	if !errors.Is(err, warehouse.ErrQuery) {
		return nil
	}
	text := strings.TrimPrefix(err.Error(), warehouse.ErrQuery.Error()+": ")
	for _, phrase := range queryPhrases {
		said := regexp.MustCompile("^" + phrase.said)
		if at := said.FindStringSubmatchIndex(text); at != nil {
			return &fault{string(said.ExpandString(nil, phrase.words, text, at)), phrase.hint, text}
		}
	}
	return nil
}
