package disclosure

import "encoding/json"

// The JSON line of a report is a contract with scripts: names and nesting stay.

type reportJSON struct {
	File          string               `json:"file"`
	URL           string               `json:"url,omitempty"`
	SHA256        string               `json:"sha256,omitempty"`
	Reader        string               `json:"reader,omitempty"`
	Status        Status               `json:"status"`
	Reason        Reason               `json:"reason"`
	Detail        string               `json:"detail,omitempty"`
	Form          *string              `json:"form"`
	Town          *string              `json:"town"`
	TownCode      *string              `json:"town_code"`
	County        *string              `json:"county"`
	CountyCode    *string              `json:"county_code"`
	Year          *int                 `json:"year"`
	YearSource    YearSource           `json:"year_source,omitempty"`
	Title         string               `json:"title"`
	Published     *string              `json:"published"`
	PublishedFrom PublishedSource      `json:"published_source,omitempty"`
	IndexNumber   string               `json:"index_number,omitempty"`
	Publisher     string               `json:"publisher,omitempty"`
	Sections      map[string]string    `json:"sections"`
	Tables        map[string]tableJSON `json:"tables,omitempty"`
	Cells         []cellJSON           `json:"cells"`
	Extras        []extraJSON          `json:"extras,omitempty"`
	Claims        []claimJSON          `json:"claims"`
	Doubts        []doubtJSON          `json:"doubts,omitempty"`
	Findings      []Finding            `json:"findings"`
}

type tableJSON struct {
	Found   bool    `json:"found"`
	AsImage bool    `json:"as_image,omitempty"`
	Score   float64 `json:"score"`
	Held    int     `json:"held"`
	Checked int     `json:"checked"`
}

type cellJSON struct {
	Key        Key       `json:"key"`
	Value      *string   `json:"value"`
	State      State     `json:"state"`
	Raw        string    `json:"raw"`
	Page       int       `json:"page,omitempty"`
	Box        *Box      `json:"box,omitempty"`
	Path       string    `json:"path,omitempty"`
	Reader     string    `json:"reader,omitempty"`
	Confidence *float64  `json:"confidence,omitempty"`
	Doubt      DoubtCode `json:"doubt,omitempty"`
}

type extraJSON struct {
	Table  string   `json:"table"`
	Axis   string   `json:"axis"`
	Label  string   `json:"label"`
	Values []string `json:"values"`
}

type claimJSON struct {
	Metric  string `json:"metric"`
	Value   Number `json:"value"`
	Approx  bool   `json:"approx"`
	Section string `json:"section,omitempty"`
	Text    string `json:"text,omitempty"`
}

type doubtJSON struct {
	Code   DoubtCode `json:"code"`
	Table  string    `json:"table,omitempty"`
	Cells  []Key     `json:"cells,omitempty"`
	Detail string    `json:"detail"`
}

func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// MarshalJSON writes the report as one line of `gongkai parse --format jsonl`.
// Values are decimal strings; value is null unless the state is reported.
func (r *Report) MarshalJSON() ([]byte, error) {
	out := reportJSON{
		File: r.File, URL: r.URL, SHA256: r.SHA256, Reader: r.Reader,
		Status: r.Status, Reason: r.Reason, Detail: r.Detail,
		Form: orNull(r.Form), Town: orNull(r.Town), TownCode: orNull(r.TownCode),
		County: orNull(r.County), CountyCode: orNull(r.CountyCode),
		Year: orNull(r.Year), YearSource: r.YearSource,
		Title: r.Title, Published: orNull(r.Published), PublishedFrom: r.PublishedSource,
		IndexNumber: r.IndexNumber, Publisher: r.Publisher,
		Sections: map[string]string{},
		Cells:    make([]cellJSON, 0, len(r.Cells)),
		Claims:   make([]claimJSON, 0, len(r.Claims)),
		Findings: r.Findings,
	}
	if out.Findings == nil {
		out.Findings = []Finding{}
	}
	for _, section := range r.Sections {
		text := section.Text
		if text == "" {
			text = section.Heading
		}
		if before, twice := out.Sections[section.Key]; twice {
			text = before + "\n" + text
		}
		out.Sections[section.Key] = text
	}
	if len(r.Tables) > 0 {
		out.Tables = make(map[string]tableJSON, len(r.Tables))
	}
	for _, t := range r.Tables {
		out.Tables[t.Table] = tableJSON{Found: t.Found, AsImage: t.AsImage, Score: t.Score, Held: t.Held, Checked: t.Checked}
	}
	for _, c := range r.Cells {
		cell := cellJSON{
			Key: c.Key, State: c.State, Raw: c.Raw, Page: c.Place.Page, Box: orNull(c.Place.Box),
			Path: c.Place.Path, Reader: c.Place.Reader, Doubt: c.Doubt,
		}
		if value, reported := c.Number(); reported {
			text := value.String()
			cell.Value = &text
		}
		if c.Place.Reader == "ocr" {
			cell.Confidence = &c.Confidence
		}
		out.Cells = append(out.Cells, cell)
	}
	for _, e := range r.Extras {
		out.Extras = append(out.Extras, extraJSON{e.Table, e.Axis, e.Label, e.Values})
	}
	for _, c := range r.Claims {
		out.Claims = append(out.Claims, claimJSON(c))
	}
	for _, d := range r.Doubts {
		out.Doubts = append(out.Doubts, doubtJSON(d))
	}
	return json.Marshal(out)
}

type findingJSON struct {
	Rule        string   `json:"rule"`
	Severity    Severity `json:"severity"`
	Verdict     Verdict  `json:"verdict"`
	Cells       []Key    `json:"cells"`
	Expected    *string  `json:"expected"`
	Actual      *string  `json:"actual"`
	Difference  *string  `json:"difference"`
	Formula     string   `json:"formula,omitempty"`
	Message     string   `json:"message"`
	Basis       string   `json:"basis,omitempty"`
	Quote       string   `json:"quote,omitempty"`
	Causes      []string `json:"causes,omitempty"`
	Documents   []string `json:"documents,omitempty"`
	Misreading  bool     `json:"misreading,omitempty"`
	Fingerprint string   `json:"fingerprint,omitempty"`
}

// MarshalJSON writes a finding as it stands in a report's JSON line.
func (f Finding) MarshalJSON() ([]byte, error) {
	cells := f.Cells
	if cells == nil {
		cells = []Key{}
	}
	return json.Marshal(findingJSON{
		Rule: f.Rule, Severity: f.Severity, Verdict: f.Verdict, Cells: cells,
		Expected: orNull(f.Expected), Actual: orNull(f.Actual), Difference: orNull(f.Difference),
		Formula: f.Formula, Message: f.Message, Basis: f.Basis, Quote: f.Quote,
		Causes: f.Causes, Documents: f.Documents, Misreading: f.Misreading, Fingerprint: f.Fingerprint,
	})
}
