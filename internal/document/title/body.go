package title

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/disclosure"
)

// departments are the endings of the names of bodies that are no township.
var departments = []string{
	"局", "厅", "委员会", "委", "办公室", "研究院", "医院", "卫生院", "法院", "检察院", "中心", "公司", "集团", "大队", "支队", "总队", "银行", "学校", "中学", "小学",
	"幼儿园", "大学", "学院", "协会", "联合会", "总工会", "团委", "妇联", "事务所", "派出所", "税务所", "供电所", "司法所", "指挥部", "站", "馆", "台", "社", "部",
}

// IsDepartment reports whether a body's folded name ends as those of bureaus,
// offices, schools and companies do. The management committees of zones do not
// count: many are what a township is elsewhere.
func IsDepartment(name string) bool {
	if strings.HasSuffix(name, "管委会") || strings.HasSuffix(name, "管理委员会") {
		return false
	}
	return slices.ContainsFunc(departments, func(ending string) bool {
		return strings.HasSuffix(name, ending) && !strings.HasSuffix(name, "街道"+ending)
	})
}

// IsUpperGovernment reports whether a body's folded name is that of the government
// of a county, city or province.
func IsUpperGovernment(name string) bool {
	if !strings.HasSuffix(name, "政府") {
		return false
	}
	runes := []rune(disclosure.TownName(name))
	return len(runes) >= 2 && strings.ContainsRune("县市区旗州盟省", runes[len(runes)-1])
}

var governmentAbove = regexp.MustCompile(`([县市区旗州盟])(?:人民)?政府(\p{Han}+?(?:街道|地区|苏木|镇|乡))`)

// WithoutGovernmentAbove drops the words for the government above before the name of
// a street office or town: 鹿城区人民政府七都街道办事处 is 鹿城区七都街道办事处.
func WithoutGovernmentAbove(name string) string {
	if !strings.Contains(name, "政府") {
		return name
	}
	return governmentAbove.ReplaceAllString(name, "$1$2")
}
