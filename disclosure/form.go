package disclosure

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed forms/*.json
var formFiles embed.FS

// Form is one statutory form: its sections, its tables with their labels, its
// cells in order and the arithmetic that must hold.
type Form struct {
	// ID names the form by the first report year it was meant for: "2021", "2019", "2014".
	ID string
	// FirstYear and LastYear are the report years it is meant for; LastYear 0 means still in force.
	FirstYear, LastYear int
	// Source is the document that prescribes it.
	Source string
	// Note says what is unverified about it.
	Note       string
	Sections   []SectionSpec
	Tables     []TableSpec
	Cells      []CellSpec
	Identities []Identity
	// Equivalents maps cells whose keys predate the present forms to the metric that means the same.
	Equivalents map[Key]string

	index map[Key]int
}

// SectionSpec is a section that the form prescribes.
type SectionSpec struct {
	Key     string `json:"key"`
	Heading string `json:"heading"`
}

// TableSpec is one table of a form.
type TableSpec struct {
	ID      string
	Section string
	Rows    []RowSpec
	Columns []ColumnSpec
}

// RowSpec is one row of a table: its labels from the outermost group inwards.
type RowSpec struct {
	ID     string
	Labels []string
	// Unverified is true where the label is from knowledge and not from a document in hand.
	Unverified bool
	// Cells are indexes into Form.Cells, one for each column that the row has.
	Cells []int
}

// Leaf returns the innermost label of the row.
func (r *RowSpec) Leaf() string { return r.Labels[len(r.Labels)-1] }

// ColumnSpec is one column of a table.
type ColumnSpec struct {
	ID    string `json:"column"`
	Label string `json:"label"`
}

// CellSpec is one cell that the form asks for.
type CellSpec struct {
	Key Key
	// Row and Column are indexes into the table's rows and columns; Table into the form's tables.
	Table, Row, Column int
	// Unit is the form's own: 件, 项, 条, 次, 人, 个, 万元.
	Unit string
}

// Amount reports whether the cell holds money, which may have decimals.
func (c *CellSpec) Amount() bool { return c.Unit == "万元" }

// Forms returns the statutory forms, the newest first.
func Forms() []*Form { return loadForms() }

// FormByID returns the form with the given id, or nil.
func FormByID(id string) *Form {
	for _, form := range loadForms() {
		if form.ID == id {
			return form
		}
	}
	return nil
}

// FormForYear returns the form that is meant for a report year, or nil for years
// before the first.
func FormForYear(year int) *Form {
	for _, form := range loadForms() {
		if year >= form.FirstYear && (form.LastYear == 0 || year <= form.LastYear) {
			return form
		}
	}
	return nil
}

// Index returns the position of a key in Cells, or -1.
func (f *Form) Index(key Key) int {
	if i, ok := f.index[key]; ok {
		return i
	}
	return -1
}

// Table returns the table with the given id, or nil.
func (f *Form) Table(id string) *TableSpec {
	for i := range f.Tables {
		if f.Tables[i].ID == id {
			return &f.Tables[i]
		}
	}
	return nil
}

// Labels returns a cell's row labels, outermost first, and its column label.
func (f *Form) Labels(cell int) (rows []string, column string) {
	spec := &f.Cells[cell]
	table := &f.Tables[spec.Table]
	return table.Rows[spec.Row].Labels, table.Columns[spec.Column].Label
}

// Name returns a cell's full Chinese name, "三、本年度办理结果 / （一）予以公开 / 自然人".
func (f *Form) Name(cell int) string {
	rows, column := f.Labels(cell)
	return strings.Join(append(slices.Clone(rows), column), " / ")
}

// formFile is the layout of forms/*.json.
type formFile struct {
	Form      string        `json:"form"`
	FirstYear int           `json:"first_year"`
	LastYear  int           `json:"last_year"`
	Source    string        `json:"source"`
	Note      string        `json:"note"`
	Sections  []SectionSpec `json:"sections"`
	Tables    []struct {
		Table   string       `json:"table"`
		Section string       `json:"section"`
		Columns []ColumnSpec `json:"columns"`
		Rows    []struct {
			Row        string   `json:"row"`
			Label      []string `json:"label"`
			Confidence string   `json:"confidence"`
			Cells      []struct {
				Column string `json:"column"`
				Unit   string `json:"unit"`
			} `json:"cells"`
		} `json:"rows"`
	} `json:"tables"`
	Identities []struct {
		Kind  IdentityKind `json:"kind"`
		Table string       `json:"table"`
		Each  string       `json:"each"`
		Left  []string     `json:"left"`
		Right []string     `json:"right"`
	} `json:"identities"`
	Equivalents map[Key]string `json:"equivalents"`
}

// loadForms reads the embedded forms once. They are part of the program: a form
// that does not read is a defect of the build, and every test meets it.
var loadForms = sync.OnceValue(func() []*Form {
	entries, err := formFiles.ReadDir("forms")
	if err != nil {
		panic(err)
	}
	var forms []*Form
	for _, entry := range entries {
		data, err := formFiles.ReadFile("forms/" + entry.Name())
		if err != nil {
			panic(err)
		}
		form, err := parseForm(data)
		if err != nil {
			panic(fmt.Sprintf("embedded form %s: %v", entry.Name(), err))
		}
		forms = append(forms, form)
	}
	slices.SortFunc(forms, func(a, b *Form) int { return cmp.Compare(b.FirstYear, a.FirstYear) })
	return forms
})

func parseForm(data []byte) (*Form, error) {
	var file formFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	form := &Form{
		ID: file.Form, FirstYear: file.FirstYear, LastYear: file.LastYear,
		Source: file.Source, Note: file.Note, Sections: file.Sections,
		Equivalents: file.Equivalents, index: map[Key]int{},
	}
	for t, table := range file.Tables {
		spec := TableSpec{ID: table.Table, Section: table.Section, Columns: table.Columns}
		for r, row := range table.Rows {
			rowSpec := RowSpec{ID: row.Row, Labels: row.Label, Unverified: row.Confidence == "from knowledge"}
			for _, cell := range row.Cells {
				column := slices.IndexFunc(table.Columns, func(c ColumnSpec) bool { return c.ID == cell.Column })
				if column < 0 {
					return nil, fmt.Errorf("table %s row %s: no column %q", table.Table, row.Row, cell.Column)
				}
				key := MakeKey(table.Table, row.Row, cell.Column)
				if _, twice := form.index[key]; twice {
					return nil, fmt.Errorf("cell %s stands twice", key)
				}
				form.index[key] = len(form.Cells)
				rowSpec.Cells = append(rowSpec.Cells, len(form.Cells))
				form.Cells = append(form.Cells, CellSpec{Key: key, Table: t, Row: r, Column: column, Unit: cell.Unit})
			}
			spec.Rows = append(spec.Rows, rowSpec)
		}
		form.Tables = append(form.Tables, spec)
	}
	for _, pattern := range file.Identities {
		table := form.Table(pattern.Table)
		if table == nil {
			return nil, fmt.Errorf("identity %s: no table %q", pattern.Kind, pattern.Table)
		}
		alongRow := pattern.Each == "row"
		count := len(table.Columns)
		if alongRow {
			count = len(table.Rows)
		}
		for n := range count {
			identity := Identity{Kind: pattern.Kind, Table: pattern.Table}
			if alongRow {
				identity.Row = table.Rows[n].ID
			} else {
				identity.Column = table.Columns[n].ID
			}
			resolve := func(names []string) ([]int, error) {
				var cells []int
				for _, name := range names {
					key := MakeKey(pattern.Table, name, identity.Column)
					if alongRow {
						key = MakeKey(pattern.Table, identity.Row, name)
					}
					cell := form.Index(key)
					if cell < 0 {
						return nil, fmt.Errorf("identity %s: no cell %q", identity.ID(), key)
					}
					cells = append(cells, cell)
				}
				return cells, nil
			}
			var err error
			if identity.Left, err = resolve(pattern.Left); err != nil {
				return nil, err
			}
			if identity.Right, err = resolve(pattern.Right); err != nil {
				return nil, err
			}
			form.Identities = append(form.Identities, identity)
		}
	}
	return form, nil
}
