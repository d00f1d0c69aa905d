// Command parse measures the readers of PDF and HTML against other programs and
// prints a table of ratios. bench/parse.sh runs it.
//
// A time is the least of several runs. Ours is the whole way from the bytes to
// laid-out tables, in this process; PyMuPDF's is characters and paths only, in its
// process, its start not counted; pdftotext's is one process a document. HTML is
// read, laid out and matched to the form, against the bare parser underneath.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
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
	runs := flag.Int("runs", 30, "runs of each; the fastest counts")
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

// clocked makes a run that is timed in milliseconds. Rubbish of earlier ones does not
// count.
func clocked(f func() error) func() (float64, error) {
	return func() (float64, error) {
		runtime.GC()
		began := time.Now()
		err := f()
		return float64(time.Since(began).Nanoseconds()) / 1e6, err
	}
}

// least gives the least time of some runs.
func least(runs int, run func() (float64, error)) (float64, error) {
	best := math.Inf(1)
	for range runs {
		took, err := run()
		if err != nil {
			return 0, err
		}
		best = min(best, took)
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
		best, err := race(runs, path, body)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fonts, err := fontKind(path)
		if err != nil {
			return err
		}
		if groups[fonts] == nil {
			groups[fonts] = &[2]ratios{}
		}
		groups[fonts][0].add(best.mupdf / best.ours)
		groups[fonts][1].add(best.poppler / best.ours)
		fmt.Printf("| %s | %d | %s | %.2f | %.1f | %.1f | %.1f × | %.1f × |\n", strings.TrimSuffix(filepath.Base(path), ".pdf"), len(first.Pages), fonts, best.ours, best.mupdf, best.poppler, best.mupdf/best.ours, best.poppler/best.ours)
	}
	for _, fonts := range []string{"ordinary", "Type 3"} {
		if g := groups[fonts]; g != nil {
			fmt.Printf("| **%s fonts, geometric mean of %d** | | | | | | **%s** | **%s** |\n", fonts, g[0].n, &g[0], &g[1])
		}
	}
	fmt.Println()
	return nil
}

// times are the least of each reader for one document, in milliseconds.
type times struct{ ours, mupdf, poppler float64 }

// race lets the readers read a document by turns, so that whatever else the machine
// does meets them alike.
func race(runs int, path string, body []byte) (best times, err error) {
	peer := exec.Command("/usr/bin/python3", "bench/mupdf.py", path)
	peer.Stderr = os.Stderr
	ask, err := peer.StdinPipe()
	if err != nil {
		return best, err
	}
	out, err := peer.StdoutPipe()
	if err != nil {
		return best, err
	}
	if err := peer.Start(); err != nil {
		return best, fmt.Errorf("PyMuPDF: %w", err)
	}
	defer func() {
		_ = ask.Close()
		_ = peer.Wait()
	}()
	answers := bufio.NewScanner(out)
	best = times{math.Inf(1), math.Inf(1), math.Inf(1)}
	readers := []struct {
		name string
		best *float64
		run  func() (float64, error)
	}{
		{"ours", &best.ours, clocked(func() error {
			file, err := pdf.Read(context.Background(), body)
			if err == nil {
				page.Layout(file.Pages, "pdf")
			}
			return err
		})},
		{"PyMuPDF", &best.mupdf, func() (float64, error) {
			if _, err := fmt.Fprintln(ask); err != nil || !answers.Scan() {
				return 0, fmt.Errorf("no answer: %w", errors.Join(err, answers.Err()))
			}
			return strconv.ParseFloat(answers.Text(), 64)
		}},
		{"pdftotext", &best.poppler, clocked(func() error { return exec.Command("pdftotext", path, "-").Run() })},
	}
	for range (runs + inARow - 1) / inARow {
		for _, r := range readers {
			took, err := least(inARow, r.run)
			if err != nil {
				return best, fmt.Errorf("%s: %w", r.name, err)
			}
			*r.best = min(*r.best, took)
		}
	}
	return best, nil
}

// inARow is how many times a reader reads before the next one's turn, so that none
// is always measured with what it needs out of reach.
const inARow = 3

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
		ours, err := least(runs, clocked(func() error {
			laid, err := html.Read(body, "")
			if err == nil {
				form.Match(laid, document, register)
			}
			return err
		}))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		parser, err := least(runs, clocked(func() error {
			_, err := nethtml.Parse(bytes.NewReader(body))
			return err
		}))
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
