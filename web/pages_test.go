package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"gongkai/warehouse"
)

func TestTheFirstPageSaysOfEachCountyWhatIsLacking(t *testing.T) {
	s := newSite(t, Options{})
	s.says(t, "/", "大竹县", "渠县", "四川省 达州市", `aria-label="大竹县未发现 1 份">1<`, `aria-label="大竹县逾期公开 1 份">1<`, "数据截至", "2023年3月1日 12:00")
	byMissing := s.get(t, "/?sort=missing", http.StatusOK)
	if strings.Index(byMissing, "大竹县") > strings.Index(byMissing, "渠县") || !strings.Contains(byMissing, `aria-sort="descending"`) {
		t.Error("the county with a missing report does not stand first")
	}
}

func TestACountysPageNamesWhoItIsAbout(t *testing.T) {
	s := newSite(t, Options{})
	address := "/county/" + county
	s.says(t, address, "<strong>1</strong>：月华镇", "逾期公开", "无名镇", "不在区划名录中", "部分读取", "表中为20，应为21",
		"", "已经排除的问题", "提示第0条")
	s.says(t, address+"?review=dismissed", "已经排除的问题", "另行说明", "", "表中为20，应为21")
	s.says(t, address+"?review=confirmed", "合计不符", "来电核实", "", "表中为20")
	s.says(t, address+"?severity=error&year=2022", "表中为20", "", "合计不符")
	s.says(t, address+"?rule=app-sum&review=all", "合计不符", "已经排除的问题", "", "表中为20，应为21")
	s.says(t, address+"?towns=todo", "只列有事要办的乡镇", "", "没有要办的事")
	s.says(t, address, "未能作为报告读取的文件", "扫描件", "某镇&lt;u&gt;扫描")
}

func TestAListOfFindingsIsReadPageByPage(t *testing.T) {
	s := newSite(t, Options{})
	address := "/county/" + county + "?severity=info&town=511724101&sort=town"
	s.says(t, address, "共 231 条，第 1/2 页", "提示第0条", `aria-label="分页"`, "", "提示第229条")
	s.says(t, address+"&page=2", "第 2/2 页", "提示第229条", "", "提示第0条<")
	s.says(t, address+"&page=99", "第 2/2 页")
	if rows := s.rows(t, "/county/"+county+"/findings.csv?severity=info&town=511724101"); len(rows) != 231 {
		t.Errorf("the file has %d findings, want all 231", len(rows))
	}
}

func TestNamesAndTextsOfDocumentsAreTextEverywhere(t *testing.T) {
	s := newSite(t, Options{})
	id := s.reportID(t, "511724103", 2022)
	for _, path := range []string{"/county/" + county, "/county/" + county + "/town/511724103", "/county/" + county + "/notice?year=2022",
		"/report/" + id, "/report/" + id + "/cell/disclosure.regulations.issued", "/compare/" + county + "?year=2022", "/compare/" + county + "?year=all"} {
		page := s.get(t, path, http.StatusOK)
		for _, markup := range []string{"<script", "<b>甲", "<img src=x", "<i>1</i>"} {
			if strings.Contains(page, markup) {
				t.Errorf("%s: %s stands there as markup", path, markup)
			}
		}
		if !strings.Contains(page, "&lt;b&gt;甲&lt;/b&gt;") {
			t.Errorf("%s does not name the town", path)
		}
	}
}

func TestATownsPageShowsItsYearsAndFigures(t *testing.T) {
	s := newSite(t, Options{})
	s.says(t, "/county/"+county+"/town/511724100", "大竹县团坝镇", "2022-01-31", "县里通知", "历年数字", "表中为20，应为21", "表中数字疑似有误")
	s.says(t, "/county/"+county+"/town/511724102", "月华镇", "网站已列出，打不开（404）", "没有读到这个乡镇的报告")
}

func TestAReportsPageShowsEachCellInItsState(t *testing.T) {
	s := newSite(t, Options{})
	id := s.reportID(t, "511724101", 2022)
	s.says(t, "/report/"+id, "（空白）", "（无法辨认）", "部分读取：有单元格无法辨认", "SHA-256 c2", "微信公开高穴镇320余条", "320（约）", "已运行的规则没有发现问题")
	newer := s.reportID(t, "511724100", 2022)
	s.says(t, "/report/"+newer, "第 2 版，现行", "同一年度的其他文件", "更正为 18", "编号 sum-100", `id="sum-100"`)
	var old string
	for _, row := range decode[[]warehouse.ReportRow](t, s, "/api/reports?town=511724100&year=2022&all=true") {
		if !row.Current {
			old = row.ReportID
		}
	}
	s.says(t, "/report/"+old, "第 1 版", "", "编号 sum-100")
}

func TestACellsPagePutsItsNumberIntoTheSumsOfTheForm(t *testing.T) {
	s := newSite(t, Options{})
	id := s.reportID(t, "511724100", 2022)
	s.says(t, "/report/"+id+"/cell/applications.granted.total", "人工更正为 18", "✕ 不符", "本服务没有配置原件存档")
	s.says(t, "/report/"+id+"/cell/applications.received.total", "表中为20，应为21", "待核实")
	s.get(t, "/report/"+id+"/cell/no.such.cell", http.StatusNotFound)
}

// keptOriginal is an original whose pages and tables are made up; failing is what
// its views fail with.
type keptOriginal struct {
	pages   bool
	failing error
}

func (o keptOriginal) Pages() bool { return o.pages }

func (o keptOriginal) Picture(context.Context, *warehouse.CellRow) ([]byte, error) {
	return []byte("\x89PNG picture"), o.failing
}

func (o keptOriginal) Table(context.Context, *warehouse.CellRow) ([][]OriginalCell, error) {
	return [][]OriginalCell{{{Text: "<td>总计", Marked: true, RowSpan: 2}}}, o.failing
}

func TestWhereANumberStandsInItsOriginal(t *testing.T) {
	for _, c := range []struct {
		name     string
		original Original
		finding  error
		says     string
		picture  int
	}{
		{"a document with pages shows table and picture", keptOriginal{pages: true}, nil, "/page.png", 200},
		{"a page of the web shows its table", keptOriginal{}, nil, "&lt;td&gt;总计", 200},
		{"an original that is gone is said", nil, ErrNoOriginal, "未能从存档取出", 404},
		{"a view that fails is said, and no page breaks", keptOriginal{failing: errors.New("disk")}, nil, "未能从存档取出", 500},
	} {
		s := newSite(t, Options{Originals: func(context.Context, *warehouse.ReportRow) (Original, error) { return c.original, c.finding }})
		cell := "/report/" + s.reportID(t, "511724100", 2021) + "/cell/applications.granted.total"
		if page := s.get(t, cell, http.StatusOK); !strings.Contains(page, c.says) {
			t.Errorf("%s: the page does not say %q", c.name, c.says)
		}
		response := s.ask(cell + "/page.png")
		if response.StatusCode != c.picture || (c.picture == 200 && response.Header.Get("Content-Type") != "image/png") {
			t.Errorf("%s: the picture is %d %s", c.name, response.StatusCode, response.Header.Get("Content-Type"))
		}
	}
	s := newSite(t, Options{Originals: func(context.Context, *warehouse.ReportRow) (Original, error) { return keptOriginal{}, nil }})
	s.says(t, "/report/"+s.reportID(t, "511724101", 2022)+"/cell/applications.received.total", "原件中没有这一格", "（空白）")
}

func TestANoticeAsksEachTownForWhatItLacks(t *testing.T) {
	s := newSite(t, Options{})
	address := "/county/" + county + "/notice"
	s.says(t, address+"?year=2021", "未发现报告，请公开或提供网址（1 个）", "月华镇", "逾期公开（1 个）", "合计不符", "编号 sum-101", "观音乡（从未访问）", "核实人",
		"", "没有找到2021年度报告（待核实）")
	s.says(t, address, "2022 年度", "表中为20，应为21", "网站已列出，打不开（404）", "", "已经排除的问题", "未发现报告，请公开")
	s.says(t, address+"?year=2021&town=511724101", "高穴镇 2021 年度", "逾期公开（1 个）", "", "月华镇")
	s.says(t, "/county/"+other+"/notice", "没有要催报或核对的事项", "另有 1 份报告没有发现错误和疑点")
}
