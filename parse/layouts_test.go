package parse_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/synth"
	"gongkai/parse"
)

// FuzzAnyLayoutIsReadBack is the promise of the readers and the matcher together:
// a report that is written as a page, in any layout, comes back cell by cell. Where
// the layout leaves doubt a cell may be unread, but never misread.
func FuzzAnyLayoutIsReadBack(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	reader := parse.New(parse.Options{Register: sampleRegister(f)})
	f.Cleanup(reader.Close)
	f.Fuzz(func(t *testing.T, seed uint64) {
		report := synth.Varied(seed)
		drawn := synth.Draw(&report, seed)
		reports, err := reader.Read(t.Context(), &disclosure.Document{Name: "drawn", Body: drawn.Page, ContentType: drawn.ContentType})
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("GONGKAI_KEEP_DRAWN"); dir != "" {
			name := filepath.Join(dir, strconv.FormatUint(seed, 10)+".html")
			if err := os.WriteFile(name, drawn.Page, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if len(reports) != 1 || reports[0].Cells == nil {
			t.Fatalf("seed %d (%s): %d reports, status %s %s %s", seed, strings.Join(drawn.Choices, ", "),
				len(reports), reports[0].Status, reports[0].Reason, reports[0].Detail)
		}
		compare(t, seed, &drawn, &reports[0])
	})
}

func compare(t *testing.T, seed uint64, drawn *synth.Drawn, got *disclosure.Report) {
	t.Helper()
	if got.Form != drawn.Truth.Form || got.Year != drawn.Truth.Year || got.Town != drawn.Truth.Town {
		t.Errorf("seed %d (%s): read form %s, year %d, town %s; want %s, %d, %s", seed, strings.Join(drawn.Choices, ", "),
			got.Form, got.Year, got.Town, drawn.Truth.Form, drawn.Truth.Year, drawn.Truth.Town)
		return
	}
	wrong, unread, first := 0, 0, ""
	for i := range got.Cells {
		want, is := &drawn.Truth.Cells[i], &got.Cells[i]
		if is.State == want.State && (is.State != disclosure.Reported || is.Value == want.Value) {
			continue
		}
		switch {
		case is.State == disclosure.Reported:
			wrong++
		case !drawn.Exact && (is.State == disclosure.Illegible || is.State == disclosure.Absent):
			continue
		default:
			unread++
		}
		if first == "" {
			first = string(want.Key) + " read as " + string(is.State) + " " + is.Value.String() + " (" + is.Raw + "), want " + string(want.State) + " " + want.Value.String()
		}
	}
	if wrong+unread > 0 {
		t.Errorf("seed %d (%s): %d cells misread, %d unread, status %s %s; first %s", seed, strings.Join(drawn.Choices, ", "),
			wrong, unread, got.Status, got.Reason, first)
	}
}

// sampleRegister is a register of the sample county's towns.
func sampleRegister(t testing.TB) *disclosure.Register {
	t.Helper()
	return disclosure.NewRegister(synth.Towns())
}
