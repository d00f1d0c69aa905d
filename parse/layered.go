package parse

import (
	"fmt"
	"strings"

	"gongkai/disclosure"
)

// confirm settles what the pictures of a scan and the layer of text over them say
// of each cell. The reading of the picture counts, and the layer is a second voice:
// a number that was not sure is taken where the layer reads it too, and a cell that
// the picture does not give where the layer's table adds up. What the two read
// differently is a doubt.
func confirm(seen, layer *disclosure.Report) {
	if seen.Form == "" || seen.Form != layer.Form {
		return
	}
	statutory := disclosure.FormByID(seen.Form)
	for t, table := range statutory.Tables {
		failed, checked := broken(statutory, table.ID, layer.Cells)
		proved := checked > 0 && failed == 0
		doubt := disclosure.Doubt{Code: disclosure.DoubtReadersDisagree, Table: table.ID}
		var names []string
		for i, spec := range statutory.Cells {
			if spec.Table != t {
				continue
			}
			ours, theirs := &seen.Cells[i], &layer.Cells[i]
			if theirs.State != disclosure.Reported {
				continue
			}
			switch ours.State {
			case disclosure.Illegible:
				if strings.TrimSpace(ours.Raw) == theirs.Value.String() {
					ours.State, ours.Value = disclosure.Reported, theirs.Value
				}
			case disclosure.Absent:
				if proved {
					*ours = *theirs
					ours.Doubt = disclosure.DoubtOCR
				}
			case disclosure.Reported:
				if ours.Value != theirs.Value {
					doubt.Cells = append(doubt.Cells, spec.Key)
					names = append(names, fmt.Sprintf("%s：%q 与 %q", statutory.Name(i), ours.Raw, theirs.Raw))
				}
			}
		}
		if failed, checked := broken(statutory, table.ID, seen.Cells); checked > 0 && failed == 0 {
			doubt.Cells, names = outsideSums(statutory, doubt.Cells, names)
		}
		if len(doubt.Cells) > 0 {
			doubt.Detail = "图像识别与文件自带的文字层读数不同，采用前者：" + brief(names)
			seen.Doubts = append(seen.Doubts, doubt)
		}
	}
}

// distrust marks what a scanner's own program read and nothing confirms.
func distrust(report *disclosure.Report) {
	if report.Form == "" {
		return
	}
	statutory := disclosure.FormByID(report.Form)
	for t, table := range statutory.Tables {
		doubt := disclosure.Doubt{Code: disclosure.DoubtOCR, Table: table.ID, Detail: "数字取自扫描件自带的文字层，未能与图像核对"}
		for i, spec := range statutory.Cells {
			if spec.Table == t && report.Cells[i].State == disclosure.Reported {
				doubt.Cells = append(doubt.Cells, spec.Key)
			}
		}
		if failed, checked := broken(statutory, table.ID, report.Cells); checked > 0 && failed == 0 {
			doubt.Cells, _ = outsideSums(statutory, doubt.Cells, nil)
		}
		if len(doubt.Cells) > 0 {
			report.Doubts = append(report.Doubts, doubt)
		}
	}
}

// outsideSums keeps the cells that no sum of the form checks, and their names where
// these are given.
func outsideSums(statutory *disclosure.Form, keys []disclosure.Key, names []string) ([]disclosure.Key, []string) {
	var outside []disclosure.Key
	var said []string
	for n, key := range keys {
		if inSum(statutory, statutory.Index(key)) {
			continue
		}
		outside = append(outside, key)
		if n < len(names) {
			said = append(said, names[n])
		}
	}
	return outside, said
}

func inSum(statutory *disclosure.Form, cell int) bool {
	for i := range statutory.Identities {
		for _, side := range [...][]int{statutory.Identities[i].Left, statutory.Identities[i].Right} {
			for _, index := range side {
				if index == cell {
					return true
				}
			}
		}
	}
	return false
}
