package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"gongkai/crawl"
	"gongkai/disclosure"
)

// config is gongkai.yaml.
type config struct {
	// Contact goes into the User-Agent, so that a webmaster knows whom to write to.
	Contact string `yaml:"contact"`
	// Register is a file of own towns beside the national register; relative to the configuration.
	Register string         `yaml:"register"`
	Portals  []portalConfig `yaml:"portals"`
	Crawl    crawl.Manners  `yaml:"crawl"`
}

// portalConfig is one portal: what the crawler needs, and what is expected of it.
type portalConfig struct {
	crawl.Portal `yaml:",inline"`
	// Towns limits what is expected to these town codes; empty means every town of the county.
	Towns []string `yaml:"towns"`
	// Deadlines say by report year when reports are due.
	Deadlines map[int]deadlineConfig `yaml:"deadlines"`
}

type deadlineConfig struct {
	// Due is "2006-01-02".
	Due   string `yaml:"due"`
	Basis string `yaml:"basis"`
}

// maxConfig bounds the size of a configuration file.
const maxConfig = 4 << 20

// loadConfig reads and checks a configuration file. Unknown fields are errors:
// a misspelt deadline must not pass silently.
func loadConfig(path string) (*config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%w: 没有配置文件 %s：用 --config 指定；示例见 README", errUsage, path)
		}
		return nil, fmt.Errorf("读取配置: %w", err)
	}
	if len(data) > maxConfig {
		return nil, fmt.Errorf("%w：%s 超过 %d 字节", errConfig, path, maxConfig)
	}
	var c config
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&c); err != nil {
		return nil, fmt.Errorf("%w：%s %s\n%w", errConfig, path, slipOf(err), err)
	}
	if c.Register != "" && !filepath.IsAbs(c.Register) {
		c.Register = filepath.Join(filepath.Dir(path), c.Register)
	}
	if len(c.Portals) == 0 {
		return nil, fmt.Errorf("%w：%s 没有写 portals（要抓取的网站）", errConfig, path)
	}
	crawler := c.crawler()
	if err := crawler.Validate(); err != nil {
		return nil, fmt.Errorf("%w：%s 中有的值不能用\n%w", errConfig, path, err)
	}
	for i := range c.Portals {
		p := &c.Portals[i]
		if p.County == "" {
			return nil, fmt.Errorf("%w：%s 中网站 %s 缺 county（区县代码或名称）", errConfig, path, p.Name)
		}
		for year, deadline := range p.Deadlines {
			if _, err := time.Parse(time.DateOnly, deadline.Due); err != nil {
				return nil, fmt.Errorf("%w：%s 中网站 %s 的 %d 年期限 %q 不是 2025-01-31 这样的日期", errConfig, path, p.Name, year, deadline.Due)
			}
		}
	}
	return &c, nil
}

// slipOf says for people what is wrong with a configuration, and where; the decoder's
// own text shows the line.
func slipOf(err error) string {
	if errors.Is(err, io.EOF) {
		return "是空的"
	}
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		return "中有的值读不懂"
	}
	what := "值的写法不对"
	var unknown *yaml.UnknownFieldError
	var syntax *yaml.SyntaxError
	switch {
	case errors.As(err, &unknown):
		what = "没有这一项"
	case strings.Contains(at.GetMessage(), "already defined"):
		what = "同一项写了两次"
	case errors.As(err, &syntax):
		what = "不合 YAML 的格式（缩进、冒号或引号）"
	}
	where := at.GetToken().Position
	return fmt.Sprintf("第 %d 行第 %d 列：%s", where.Line, where.Column, what)
}

// crawler is the part of the configuration that the crawler takes.
func (c *config) crawler() crawl.Config {
	out := crawl.Config{Contact: c.Contact, Manners: c.Crawl}
	for _, portal := range c.Portals {
		out.Portals = append(out.Portals, portal.Portal)
	}
	return out
}

// loadRegister returns the national register with the own towns laid over it.
func (c *config) loadRegister() (*disclosure.Register, error) {
	register := disclosure.NationalRegister()
	if c == nil || c.Register == "" {
		return register, nil
	}
	file, err := os.Open(c.Register)
	if err != nil {
		return nil, fmt.Errorf("自有区划名录: %w", err)
	}
	defer file.Close()
	towns, err := disclosure.ReadTowns(file)
	if err != nil {
		return nil, fmt.Errorf("自有区划名录 %s: %w", c.Register, err)
	}
	return register.With(towns), nil
}

// countyCode settles a portal's county, which the configuration gives as a code
// or as a name.
func countyCode(register *disclosure.Register, county string) (string, error) {
	if len(register.County(county)) > 0 {
		return county, nil
	}
	switch codes := register.CountiesNamed(county); len(codes) {
	case 1:
		return codes[0], nil
	case 0:
		return "", fmt.Errorf("%w: 区划名录中没有区县 %q：写六位代码，或在自有名录（register）中列出它的乡镇", errUsage, county)
	default:
		return "", fmt.Errorf("%w: 有 %d 个区县叫 %q（%v）：请写六位代码", errUsage, len(codes), county, codes)
	}
}
