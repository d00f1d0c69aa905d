package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse"
)

func (a *app) explainCommand() *cobra.Command {
	var picture, county string
	cmd := &cobra.Command{
		Use:   "explain FILE KEY",
		Short: "说明一个数字出自原件何处",
		Long: `说明一个单元格的数字出自文件何处：页码和位置（或路径）、原文、由谁读取、表内勾稽是否相符。
加 --png 画出标有这一格的页面（仅 PDF）。

文件未能作为报告读取时，退出码为 4。`,
		Example: `  gongkai explain report.pdf applications.received.total
  gongkai explain report.pdf applications.received.total --png page.png`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			reader := parse.New(parse.Options{CacheDir: cacheDir()})
			defer reader.Close()
			document, err := openDocument(args[0])
			if isMissing(err) {
				return fmt.Errorf("%w: %w", errUsage, err)
			}
			if err != nil {
				return err
			}
			document.Hint.CountyCode = county
			reports, err := reader.Read(cmd.Context(), document)
			if err != nil {
				return err
			}
			key := disclosure.Key(args[1])
			found := false
			for i := range reports {
				report := &reports[i]
				cell := report.Cell(key)
				if cell == nil {
					continue
				}
				found = true
				if err := writeTable(cmd.OutOrStdout(), explainCell(report, cell)); err != nil {
					return err
				}
				if picture != "" && kind.Of(document.Body) != kind.PDF {
					return fmt.Errorf("%w: 只有 PDF 文件能画出页面：%s 请去掉 --png", errUsage, args[0])
				}
				if picture != "" {
					if err := writePicture(cmd.Context(), reader, document, cell.Place, picture); err != nil {
						return err
					}
				}
			}
			if found {
				return nil
			}
			if reports[0].Status == disclosure.Rejected {
				return printUnread(cmd.OutOrStdout(), &reports[0])
			}
			return fmt.Errorf("%w: %s 没有单元格 %q：gongkai parse %s --format csv 列出全部单元格", errUsage, args[0], key, args[0])
		},
	}
	cmd.Flags().StringVar(&picture, "png", "", "把标出单元格的页面画到这个文件（仅 PDF）")
	cmd.Flags().StringVar(&county, "county", "", "文件所属区县的六位代码")
	return cmd
}

// stateNames are how the states of cells are called for people.
var stateNames = map[disclosure.State]string{
	disclosure.Reported: "已填", disclosure.Blank: "空白", disclosure.Placeholder: "占位符", disclosure.Illegible: "无法辨认", disclosure.Absent: "缺失",
}

// explainCell lists everything that is known of a cell.
func explainCell(report *disclosure.Report, cell *disclosure.Cell) [][]string {
	form := disclosure.FormByID(report.Form)
	index := form.Index(cell.Key)
	value := "（没有数字）"
	if n, reported := cell.Number(); reported {
		value = n.String() + " " + form.Cells[index].Unit
	}
	rows := [][]string{
		{"单元格", form.Name(index)}, {"状态", stateNames[cell.State]}, {"数值", value}, {"原文", fmt.Sprintf("%q", cell.Raw)},
		{"位置", placeText(cell.Place)}, {"阅读器", cell.Place.Reader}, {"把握", fmt.Sprintf("%.2f", cell.Confidence)},
	}
	if cell.Doubt != "" {
		rows = append(rows, []string{"存疑", string(cell.Doubt)})
	}
	for _, doubt := range report.Doubts {
		for _, key := range doubt.Cells {
			if key == cell.Key {
				rows = append(rows, []string{"疑问", doubt.Detail})
			}
		}
	}
	numbers := disclosure.NumbersOf(report.Cells)
	for i := range form.Identities {
		identity := &form.Identities[i]
		if !identity.Has(index) {
			continue
		}
		check := identity.Check(numbers)
		said := fmt.Sprintf("%s = %s，相符", check.Left, check.Right)
		switch {
		case !check.Known:
			said = "有单元格没有数字，无法核对"
		case check.Fails():
			said = fmt.Sprintf("%s ≠ %s，不符", check.Left, check.Right)
		}
		rows = append(rows, []string{"勾稽 " + identity.ID(), said})
	}
	return rows
}

func writePicture(ctx context.Context, reader *parse.Reader, document *disclosure.Document, place disclosure.Place, path string) error {
	picture, err := reader.Picture(ctx, document, place)
	if err != nil {
		return err
	}
	return os.WriteFile(path, picture, 0o644)
}
