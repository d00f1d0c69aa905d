package form

import (
	"strings"

	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
	"gongkai/parse/layout"
)

// subject is whose report of which year is read, as far as it is known.
type subject struct {
	town, county string
	year         int
}

// The bounds of what is looked at for the caption of a table: how far above it, in
// blocks, and how long, in bytes.
const (
	captionBlocks = 3
	captionLength = 180
)

// caption says whether the words above a table, or in its first row, name the
// subject of the report (above 0) or another year or body (below 0): a page may show
// last year's table too, or the county's.
func (m *matcher) caption(s *sheet) int {
	if s == nil || s.ordered {
		return 0
	}
	texts := make([]string, 0, captionBlocks+1)
	if len(s.at) > 0 && len(s.grid.Cells) > 0 && s.grid.Cells[0].ColumnSpan == s.grid.Columns {
		texts = append(texts, s.grid.Cells[0].Text)
	}
	for n := s.block - 1; n >= 0 && n >= s.block-captionBlocks && m.blocks[n].Kind == layout.Paragraph; n-- {
		texts = append(texts, m.blocks[n].Text)
	}
	for _, text := range texts {
		if len(text) > captionLength || strings.TrimSpace(text) == "" {
			continue
		}
		if score := m.about.named(han.Squeeze(text)); score != 0 {
			return score
		}
	}
	return 0
}

// named says whether a caption names the subject (1), another year or the county
// (-1), or nothing of these (0).
func (about subject) named(words string) int {
	if year, _, _ := title.FindYear(title.ArabicDates(words)); year > 0 && about.year > 0 {
		if year != about.year {
			return -1
		}
		return 1
	}
	switch {
	case about.town == "":
		return 0
	case strings.Contains(words, about.town):
		return 1
	case about.county != "" && strings.Contains(words, about.county):
		return -1
	case strings.Contains(words, townStem(about.town)):
		return 1
	}
	return 0
}
