package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/parse"
	"gongkai/parse/form"
)

// parseGroups are the groups of rules whose findings `parse` prints: the numbers
// and what they rest on. What is about style is left to `check` and `run`.
const parseGroups = "ABDEGKL"

// yearGroups are the groups of rules that compare a town's years.
const yearGroups = "C"

// mostTogether is up to how many documents are held to compare their years.
const mostTogether = 2000

func (a *app) parseCommand() *cobra.Command {
	var format, county, registerFile string
	var explain bool
	cmd := &cobra.Command{
		Use:   "parse FILE|DIR|-…",
		Short: "读取文件并列出每个单元格，不需要数据库",
		Long: `读取文件（HTML、PDF、Word、Excel、文本、图片），列出法定表式的每个单元格及其状态和位置。
这里只列与数字有关的问题；gongkai check 列出一份文件能查出的全部问题。

同时给出同一乡镇多个年度的报告时，互相核对（结转等），最多 2,000 份文件；此时全部读完才输出。

有文件未能作为报告读取时，退出码为 4。`,
		Example: `  gongkai parse report.pdf --format table
  gongkai parse downloads/ > reports.jsonl
  gongkai parse report.html --explain       版面和对应过程`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, formatTable, formatJSONL, formatCSV); err != nil {
				return err
			}
			files, err := expandFiles(args)
			if err != nil {
				return err
			}
			register, err := (&config{Register: registerFile}).loadRegister()
			if err != nil {
				return err
			}
			reader := parse.New(parse.Options{Register: register, CacheDir: cacheDir()})
			defer reader.Close()
			if explain {
				return explainFiles(cmd.Context(), cmd.OutOrStdout(), reader, files, county)
			}
			printer := newReportPrinter(cmd.OutOrStdout(), format)
			progress := newProgress(cmd.ErrOrStderr())
			defer progress.done()
			together := len(files) > 1 && len(files) <= mostTogether
			var held []*disclosure.Report
			auditor := audit.NewAuditor(audit.Options{})
			unread, n := 0, 0
			err = readFiles(cmd.Context(), reader, files, county, func(reports []disclosure.Report) error {
				n++
				progress.show("读取 %d/%d", n, len(files))
				for i := range reports {
					report := &reports[i]
					if report.Status == disclosure.Rejected {
						unread++
					}
					results := audit.InGroups(auditor.Document(report), parseGroups)
					report.Findings = audit.Findings(results)
					if together {
						held = append(held, report)
						continue
					}
					progress.done()
					if err := printer.print(report); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			progress.done()
			compareYears(held)
			for _, report := range held {
				if err := printer.print(report); err != nil {
					return err
				}
			}
			if unread > 0 {
				return errUnreadable
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", formatJSONL, "输出格式：jsonl（每份报告一行）、csv（每格一行）或 table")
	cmd.Flags().StringVar(&county, "county", "", "文件所属区县的六位代码，用来确定乡镇代码")
	cmd.Flags().StringVar(&registerFile, "register", "", "自有区划名录（CSV），补充全国名录")
	cmd.Flags().BoolVar(&explain, "explain", false, "改为说明版面和对应过程")
	return cmd
}

// compareYears adds to the reports of each county what the rules across years say.
// Reports whose county is not known are left alone: town names recur.
func compareYears(reports []*disclosure.Report) {
	counties := map[string][]*disclosure.Report{}
	for _, report := range reports {
		if report.Form != "" && report.Town != "" && report.County != "" {
			key := report.CountyCode + report.County
			counties[key] = append(counties[key], report)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(counties)) {
		county := counties[key]
		for _, audited := range audit.CountyWide(&audit.County{Code: county[0].CountyCode, Name: county[0].County, Reports: county}, audit.Options{}) {
			if audited.Report != nil {
				across := audit.Findings(audit.InGroups(audited.Results, yearGroups))
				audited.Report.Findings = append(audited.Report.Findings, across...)
			}
		}
	}
}

// readFiles reads files on all processors and hands the reports over in the order
// of the files.
func readFiles(ctx context.Context, reader *parse.Reader, files []string, county string, use func([]disclosure.Report) error) error {
	type outcome struct {
		reports []disclosure.Report
		err     error
	}
	group, ctx := errgroup.WithContext(ctx)
	queue := make(chan chan outcome, 2*runtime.NumCPU())
	slots := make(chan struct{}, runtime.NumCPU())
	group.Go(func() error {
		defer close(queue)
		for _, file := range files {
			done := make(chan outcome, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			slots <- struct{}{}
			group.Go(func() error {
				defer func() { <-slots }()
				reports, err := readFile(ctx, reader, file, county)
				done <- outcome{reports, err}
				return nil
			})
		}
		return nil
	})
	group.Go(func() error {
		for done := range queue {
			o := <-done
			if o.err != nil {
				return o.err
			}
			if err := use(o.reports); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// readFile reads one file; one that is not there or not allowed is a rejected report.
func readFile(ctx context.Context, reader *parse.Reader, file, county string) ([]disclosure.Report, error) {
	document, err := openDocument(file)
	if isMissing(err) {
		return []disclosure.Report{{File: file, Status: disclosure.Rejected, Reason: disclosure.Empty, Detail: "文件无法打开：" + err.Error()}}, nil
	}
	if err != nil {
		return nil, err
	}
	document.Hint.CountyCode = county
	return reader.Read(ctx, document)
}

func explainFiles(ctx context.Context, out io.Writer, reader *parse.Reader, files []string, county string) error {
	for _, file := range files {
		document, err := openDocument(file)
		if err != nil {
			return err
		}
		document.Hint.CountyCode = county
		laid, err := reader.Layout(ctx, document)
		if err != nil {
			if _, err := fmt.Fprintf(out, "%s: %v\n", file, err); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(out, "== %s\n", file); err != nil {
			return err
		}
		if err := form.Explain(out, laid, document, reader.Register()); err != nil {
			return err
		}
	}
	return nil
}

// reportPrinter prints reports one by one.
type reportPrinter struct {
	out    io.Writer
	format string
	begun  bool
}

func newReportPrinter(out io.Writer, format string) *reportPrinter {
	return &reportPrinter{out: out, format: format}
}

func (p *reportPrinter) print(report *disclosure.Report) error {
	switch p.format {
	case formatJSONL:
		encoder := json.NewEncoder(p.out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(report); err != nil {
			return fmt.Errorf("写出 %s: %w", report.File, err)
		}
		return nil
	case formatCSV:
		return p.cells(report)
	}
	return p.summary(report)
}

// cells prints a report as CSV, one line a cell.
func (p *reportPrinter) cells(report *disclosure.Report) error {
	rows := list[disclosure.Cell]{
		fields: func(c disclosure.Cell) []string {
			number := ""
			if n, reported := c.Number(); reported {
				number = n.String()
			}
			year := ""
			if report.Year != 0 {
				year = fmt.Sprint(report.Year)
			}
			page := ""
			if c.Place.Page != 0 {
				page = fmt.Sprint(c.Place.Page)
			}
			return []string{report.File, report.Town, report.TownCode, year, report.Form, string(c.Key), number, string(c.State), c.Raw, page, c.Place.Path, c.Place.Reader, string(c.Doubt)}
		},
		rows: report.Cells,
	}
	header := []string{"file", "town", "town_code", "year", "form", "key", "value", "state", "raw", "page", "path", "reader", "doubt"}
	if !p.begun {
		p.begun = true
		rows.header = header
		return rows.write(p.out, formatCSV)
	}
	return rows.writeRows(p.out)
}

// summary prints a report for people: what it is, the cells that are not plain
// zeros, and the findings.
func (p *reportPrinter) summary(report *disclosure.Report) error {
	name := report.Title
	if name == "" {
		name = "（无标题）"
	}
	lines := [][]string{
		{"文件", report.File}, {"标题", name},
		{"结果", fmt.Sprintf("%s %s %s", report.Status, report.Reason, report.Detail)},
		{"单位", fmt.Sprintf("%s%s %s", report.County, report.Town, report.TownCode)},
		{"年度", fmt.Sprintf("%d（%s表式），发布日期 %s", report.Year, report.Form, report.Published)},
	}
	states := map[disclosure.State]int{}
	zeros := 0
	for i := range report.Cells {
		cell := &report.Cells[i]
		states[cell.State]++
		if cell.State == disclosure.Reported && cell.Value == 0 {
			zeros++
		}
	}
	lines = append(lines, []string{"单元格", fmt.Sprintf("已填 %d（其中 0 有 %d），空白 %d，占位 %d，无法辨认 %d，缺失 %d", states[disclosure.Reported], zeros,
		states[disclosure.Blank], states[disclosure.Placeholder], states[disclosure.Illegible], states[disclosure.Absent])})
	if err := writeTable(p.out, lines); err != nil {
		return err
	}
	cells := [][]string{}
	for i := range report.Cells {
		cell := &report.Cells[i]
		if cell.State == disclosure.Reported && cell.Value == 0 {
			continue
		}
		value := string(cell.State)
		if n, reported := cell.Number(); reported {
			value = n.String()
		}
		cells = append(cells, []string{"  " + value, string(cell.Key), disclosure.FormByID(report.Form).Name(i), placeText(cell.Place)})
	}
	if err := writeTable(p.out, cells); err != nil {
		return err
	}
	if err := printFindings(p.out, report.Findings); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.out)
	return err
}

// placeText says where something stands.
func placeText(place disclosure.Place) string {
	if place.Page != 0 {
		return fmt.Sprintf("第 %d 页 (%.0f, %.0f)–(%.0f, %.0f)", place.Page, place.Box[0], place.Box[1], place.Box[2], place.Box[3])
	}
	return place.Path
}
