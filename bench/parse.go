//go:build ignore

// This program measures the readers of PDF and HTML against other programs and
// prints a table of ratios. bench/parse.sh runs it.
//
// A time is the least of several runs. Ours is the whole way from the bytes to
// laid-out tables, in this process; PyMuPDF's is characters and paths only, in its
// process, its start not counted; pdftotext's is one process a document. HTML is
// read, laid out and matched to the form, against the bare parser underneath.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"

	"gongkai/disclosure"
	"gongkai/parse/form"
	"gongkai/parse/html"
	"gongkai/parse/page"
	"gongkai/parse/pdf"
)

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 15, "runs of each; the fastest counts")
	flag.Parse()
	paths := flag.Args()
	if len(paths) == 0 {
		shared := os.Getenv("GONGKAI_SHARED")
		if shared == "" {
			shared = filepath.Join("..", "shared")
		}
		paths = []string{filepath.Join(shared, "samples")}
	}
	pdfs, pages, err := find(paths)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s/%s, %d processors, %s; least of %d runs, in milliseconds\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), *runs)
	if err := benchPDF(pdfs, *runs); err != nil {
		log.Fatal(err)
	}
	if err := benchHTML(pages, *runs); err != nil {
		log.Fatal(err)
	}
}

// find lists the PDFs and HTML pages below some paths.
func find(paths []string) (pdfs, pages []string, err error) {
	for _, root := range paths {
		err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
			switch strings.ToLower(filepath.Ext(path)) {
			case ".pdf":
				pdfs = append(pdfs, path)
			case ".html", ".htm":
				pages = append(pages, path)
			}
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	sort.Strings(pdfs)
	sort.Strings(pages)
	return pdfs, pages, nil
}

// least gives the least time of some runs, in milliseconds.
func least(runs int, f func() error) (float64, error) {
	best := math.Inf(1)
	for range runs {
		runtime.GC()
		began := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		best = min(best, float64(time.Since(began).Nanoseconds())/1e6)
	}
	return best, nil
}

// ratios gathers ratios of a group for their geometric mean and their least.
type ratios struct {
	n           int
	logs, least float64
}

func (r *ratios) add(x float64) {
	if r.n == 0 || x < r.least {
		r.least = x
	}
	r.n++
	r.logs += math.Log(x)
}

func (r *ratios) String() string {
	if r.n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f × (least %.1f)", math.Exp(r.logs/float64(r.n)), r.least)
}

func benchPDF(files []string, runs int) error {
	fmt.Println("| PDF | pages | fonts | ours | PyMuPDF | pdftotext | ours faster than PyMuPDF | than pdftotext |")
	fmt.Println("|---|--:|---|--:|--:|--:|--:|--:|")
	groups := map[string]*[2]ratios{}
	for _, path := range files {
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		first, err := pdf.Read(context.Background(), body)
		if err != nil || first.TextPages == 0 {
			continue // a scan, or nothing that we read
		}
		ours, err := least(runs, func() error {
			file, err := pdf.Read(context.Background(), body)
			if err == nil {
				page.Layout(file.Pages, "pdf")
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		out, err := exec.Command("/usr/bin/python3", "bench/mupdf.py", strconv.Itoa(runs), path).Output()
		if err != nil {
			return fmt.Errorf("PyMuPDF: %s: %w", path, err)
		}
		mupdf, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
		if err != nil {
			return fmt.Errorf("PyMuPDF: %s: %w", path, err)
		}
		poppler, err := least(runs, func() error { return exec.Command("pdftotext", path, "-").Run() })
		if err != nil {
			return fmt.Errorf("pdftotext: %s: %w", path, err)
		}
		fonts, err := fontKind(path)
		if err != nil {
			return err
		}
		if groups[fonts] == nil {
			groups[fonts] = &[2]ratios{}
		}
		groups[fonts][0].add(mupdf / ours)
		groups[fonts][1].add(poppler / ours)
		fmt.Printf("| %s | %d | %s | %.2f | %.1f | %.1f | %.1f × | %.1f × |\n", strings.TrimSuffix(filepath.Base(path), ".pdf"), len(first.Pages), fonts, ours, mupdf, poppler, mupdf/ours, poppler/ours)
	}
	for _, fonts := range []string{"ordinary", "Type 3"} {
		if g := groups[fonts]; g != nil {
			fmt.Printf("| **%s fonts, geometric mean of %d** | | | | | | **%s** | **%s** |\n", fonts, g[0].n, &g[0], &g[1])
		}
	}
	fmt.Println()
	return nil
}

// fontKind tells Type 3 fonts, as browsers write them, from ordinary ones.
func fontKind(path string) (string, error) {
	out, err := exec.Command("pdffonts", path).Output()
	if err != nil {
		return "", fmt.Errorf("pdffonts: %s: %w", path, err)
	}
	if bytes.Contains(out, []byte("Type 3")) {
		return "Type 3", nil
	}
	return "ordinary", nil
}

func benchHTML(files []string, runs int) error {
	register := disclosure.NationalRegister()
	var whole, bare, size float64
	documents := 0
	var worst ratios
	for _, path := range files {
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		document := &disclosure.Document{Name: path, Body: body}
		if _, err := html.Read(body, ""); err != nil {
			continue
		}
		ours, err := least(runs, func() error {
			laid, err := html.Read(body, "")
			if err == nil {
				form.Match(laid, document, register)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		parser, err := least(runs, func() error {
			_, err := nethtml.Parse(bytes.NewReader(body))
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		documents++
		whole, bare, size = whole+ours, bare+parser, size+float64(len(body))
		worst.add(ours / parser)
	}
	if documents == 0 {
		return nil
	}
	fmt.Println("| HTML | documents | mean size | ours, end to end | bare html.Parse | ours takes |")
	fmt.Println("|---|--:|--:|--:|--:|--:|")
	n := float64(documents)
	fmt.Printf("| mean of a document | %d | %.0f KB | %.2f | %.2f | %.1f × the bare parser |\n", documents, size/n/1024, whole/n, bare/n, whole/bare)
	return nil
}
