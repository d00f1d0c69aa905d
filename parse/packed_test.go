package parse_test

import (
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/synth"
	"gongkai/parse"
	"gongkai/parse/packed/packedtest"
)

// zipped is an archive of files with their contents, "name", "content", ….
func zipped(t *testing.T, files ...string) string { return string(packedtest.Zip(t, files...)) }

func TestTheReportsInAnArchiveAreRead(t *testing.T) {
	page := func(seed uint64) string {
		report := synth.Varied(seed)
		drawn := synth.Draw(&report, seed)
		return string(drawn.Page)
	}
	const notice = "<html><body><p>关于开展春季植树活动的通知，请各村按时参加。</p></body></html>"
	reader := parse.New(parse.Options{Register: sampleRegister(t)})
	t.Cleanup(reader.Close)
	for _, c := range []struct {
		name, archive string
		want          []string // status or reason of each report
	}{
		{"one report beside a note and a picture", zipped(t, "说明.txt", "请下载", "logo.png", "\x89PNG\r\n\x1a\n", "报告.doc", page(3)), []string{"parsed"}},
		{"the reports of two towns", zipped(t, "a.html", page(3), "b.html", page(4)), []string{"parsed", "parsed"}},
		{"a report beside another page", zipped(t, "a.html", notice, "b.html", page(3)), []string{"parsed"}},
		{"a report beside a file that could not be read", zipped(t, "a.html", page(3), "b.rar", "Rar!\x1a\x07\x00"), []string{"parsed", "unsupported_type"}},
		{"no report at all", zipped(t, "a.html", notice, "b.html", notice), []string{"not_a_report"}},
		{"an archive in an archive", zipped(t, "a.zip", zipped(t, "b.html", page(3))), []string{"unsupported_type"}},
		{"nothing", zipped(t), []string{"empty"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			reports, err := reader.Read(t.Context(), &disclosure.Document{Name: "年报.zip", Body: []byte(c.archive)})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range reports {
				if r.File != "年报.zip" {
					t.Errorf("a report of file %q", r.File)
				}
				if r.Status == disclosure.Parsed {
					got = append(got, string(r.Status))
				} else {
					got = append(got, string(r.Reason))
				}
			}
			if strings.Join(got, " ") != strings.Join(c.want, " ") {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestFilesThatNoReaderTakesSayWhatToDo(t *testing.T) {
	reader := parse.New(parse.Options{Register: sampleRegister(t)})
	t.Cleanup(reader.Close)
	for _, c := range []struct{ name, body, hint string }{
		{"an archive of RAR", "Rar!\x1a\x07\x00", "解压"},
		{"an archive of 7-Zip", "7z\xbc\xaf\x27\x1c\x00\x04", "解压"},
		{"a page in fixed layout", zipped(t, "OFD.xml", "<x/>"), "PDF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			reports, err := reader.Read(t.Context(), &disclosure.Document{Name: "x", Body: []byte(c.body)})
			if err != nil {
				t.Fatal(err)
			}
			if len(reports) != 1 || reports[0].Reason != disclosure.UnsupportedType || !strings.Contains(reports[0].Detail, c.hint) {
				t.Errorf("got %+v, want a hint at %s", reports, c.hint)
			}
		})
	}
}
