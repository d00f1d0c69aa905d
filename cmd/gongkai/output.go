package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// Formats of lists.
const (
	formatTable = "table"
	formatJSONL = "jsonl"
	formatCSV   = "csv"
)

// list is a result that prints as an aligned table, as CSV or as JSON lines.
type list[T any] struct {
	// header names the columns of table and CSV.
	header []string
	// fields gives one row's columns.
	fields func(T) []string
	rows   []T
}

// write prints the list in a format.
func (l list[T]) write(out io.Writer, format string) error {
	switch format {
	case formatJSONL:
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		for i := range l.rows {
			if err := encoder.Encode(&l.rows[i]); err != nil {
				return fmt.Errorf("写第 %d 行: %w", i+1, err)
			}
		}
		return nil
	case formatCSV:
		writer := csv.NewWriter(out)
		if err := writer.Write(l.header); err != nil {
			return fmt.Errorf("写表头: %w", err)
		}
		writer.Flush()
		return l.writeRows(out)
	case formatTable:
		rows := [][]string{l.header}
		for i := range l.rows {
			rows = append(rows, l.fields(l.rows[i]))
		}
		return writeTable(out, rows)
	}
	return fmt.Errorf("%w: --format %q 不在 table, jsonl, csv 之中", errUsage, format)
}

// writeRows prints the rows as CSV without the header.
func (l list[T]) writeRows(out io.Writer) error {
	writer := csv.NewWriter(out)
	for i := range l.rows {
		if err := writer.Write(l.fields(l.rows[i])); err != nil {
			return fmt.Errorf("写第 %d 行: %w", i+1, err)
		}
	}
	writer.Flush()
	return writer.Error()
}

// maxColumn bounds the width of a table's column; longer texts are cut with "…".
const maxColumn = 60

// writeTable aligns rows by display width: Chinese characters are two wide.
func writeTable(out io.Writer, rows [][]string) error {
	var widths []int
	for _, row := range rows {
		for c, text := range row {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			widths[c] = max(widths[c], displayWidth(oneLine(text)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for c, text := range row {
			text = oneLine(text)
			line.WriteString(text)
			if c < len(row)-1 {
				line.WriteString(strings.Repeat(" ", widths[c]-displayWidth(text)+2))
			}
		}
		if _, err := fmt.Fprintln(out, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if displayWidth(text) <= maxColumn {
		return text
	}
	used := 0
	for i, r := range text {
		used += runeWidth(r)
		if used > maxColumn-1 {
			return text[:i] + "…"
		}
	}
	return text
}

func displayWidth(text string) int {
	total := 0
	for _, r := range text {
		total += runeWidth(r)
	}
	return total
}

func runeWidth(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// checkFormat refuses a format that a command does not have.
func checkFormat(format string, known ...string) error {
	if slices.Contains(known, format) {
		return nil
	}
	return fmt.Errorf("%w: --format %q 不在 %s 之中", errUsage, format, strings.Join(known, ", "))
}

// deref returns what a pointer points to, or "" for nil: an empty field.
func deref[T any](p *T) string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(*p)
}
