package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"gongkai/metrics"
	"gongkai/warehouse"
)

//go:embed assets
var assets embed.FS

//go:embed pages/*.html
var pages embed.FS

// Options is what the handler needs beside the snapshots.
type Options struct {
	// Notice stands at the head of every page, for example that the data are samples.
	Notice string
	// Originals shows where a number stands; nil leaves the originals out.
	Originals Originals
	// Metrics answers /metrics; nil leaves it out.
	Metrics http.Handler
	Logger  *slog.Logger
}

// server answers requests from the snapshot in force.
type server struct {
	snapshots *Snapshots
	options   Options
	templates map[string]*template.Template
}

// New returns the handler of all pages, of the JSON under /api/ and of /metrics.
func New(snapshots *Snapshots, options Options) (http.Handler, error) {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	s := &server{snapshots: snapshots, options: options, templates: map[string]*template.Template{}}
	for _, name := range [...]string{"index", "county", "town", "report", "cell", "compare", "notice", "problem"} {
		t, err := template.New("base.html").Funcs(functions).ParseFS(pages, "pages/base.html", "pages/parts.html", "pages/"+name+".html")
		if err != nil {
			return nil, err
		}
		s.templates[name] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page("index", s.index))
	mux.HandleFunc("GET /county/{code}", s.page("county", s.county))
	mux.HandleFunc("GET /county/{code}/town/{town}", s.page("town", s.town))
	mux.HandleFunc("GET /county/{code}/notice", s.page("notice", s.notice))
	mux.HandleFunc("GET /county/{code}/findings.csv", s.csv(s.findingsTable))
	mux.HandleFunc("GET /county/{code}/status.csv", s.csv(s.statusTable))
	mux.HandleFunc("GET /report/{id}", s.page("report", s.report))
	mux.HandleFunc("GET /report/{id}/cell/{key}", s.page("cell", s.cell))
	mux.HandleFunc("GET /report/{id}/cell/{key}/page.png", s.picture)
	mux.HandleFunc("GET /compare/{code}", s.page("compare", s.compare))
	mux.HandleFunc("GET /compare/{code}/table.csv", s.csv(s.compareTable))
	mux.HandleFunc("GET /api/summary", s.json(s.summary))
	mux.HandleFunc("GET /api/counties", s.json(s.counties))
	mux.HandleFunc("GET /api/counties/{code}/matrix", s.json(s.matrix))
	mux.HandleFunc("GET /api/counties/{code}/compare", s.json(s.comparison))
	mux.HandleFunc("GET /api/reports", s.json(s.reports))
	mux.HandleFunc("GET /api/reports/{id}", s.json(s.reportDetail))
	mux.HandleFunc("GET /api/findings", s.json(s.findings))
	mux.HandleFunc("GET /api/", s.json(func(context.Context, *warehouse.Snapshot, *http.Request) (any, error) {
		return nil, warehouse.ErrNotFound
	}))
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	if options.Metrics != nil {
		mux.Handle("GET /metrics", options.Metrics)
	}
	if err := serveAssets(mux); err != nil {
		return nil, err
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.problem(w, r, warehouse.ErrNotFound) })
	return secured(mux), nil
}

// serveAssets answers for the embedded files; a browser asks for them anew and is
// told that they are as they were.
func serveAssets(mux *http.ServeMux) error {
	for name, address := range map[string]string{"assets/style.css": "/assets/style.css", "assets/openapi.json": "/api/openapi.json"} {
		body, err := fs.ReadFile(assets, name)
		if err != nil {
			return err
		}
		contentType := "text/css; charset=utf-8"
		if strings.HasSuffix(name, ".json") {
			contentType = "application/json; charset=utf-8"
		}
		mux.HandleFunc("GET "+address, func(w http.ResponseWriter, r *http.Request) { write(w, r, http.StatusOK, contentType, body) })
	}
	return nil
}

// secured sets the headers that keep a page from loading or being loaded where it
// should not.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// frame is what every page has around its own content.
type frame struct {
	Title, Notice string
	// Crumbs lead from the first page to this one.
	Crumbs  []crumb
	Summary warehouse.Summary
	Content any
}

type crumb struct{ Name, Address string }

// view makes a page's title, crumbs and content.
type view func(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (title string, crumbs []crumb, content any, err error)

func (s *server) page(name string, v view) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		snapshot, release := s.snapshots.Acquire(r.Context())
		defer release()
		title, crumbs, content, err := v(r.Context(), snapshot, r)
		if err != nil {
			s.problem(w, r, err)
			return
		}
		summary, err := snapshot.Summary(r.Context())
		if err != nil {
			s.problem(w, r, err)
			return
		}
		s.render(w, r, name, http.StatusOK, frame{title, s.options.Notice, crumbs, summary, content})
	}
}

// render writes a page once it is whole, so that no half page is ever sent.
func (s *server) render(w http.ResponseWriter, r *http.Request, name string, status int, f frame) {
	var out bytes.Buffer
	if err := s.templates[name].Execute(&out, f); err != nil {
		s.options.Logger.Error("rendering", "page", name, "url", r.URL.Path, "error", err)
		http.Error(w, "页面生成失败", http.StatusInternalServerError)
		return
	}
	write(w, r, status, "text/html; charset=utf-8", out.Bytes())
}

// smallBody is up to where packing a body is not worth it.
const smallBody = 1 << 10

// write sends a whole body, packed where the browser takes that, and nothing where
// it has the same already.
func write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding")
	packed := len(body) > smallBody && !strings.HasPrefix(contentType, "image/") && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
	if status == http.StatusOK {
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:12]) + strconv.FormatBool(packed)[:1] + `"`
		h.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if packed {
		var out bytes.Buffer
		zip := gzip.NewWriter(&out)
		_, _ = zip.Write(body) // a buffer takes everything
		_ = zip.Close()
		body = out.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// errRequest marks a request that asks for something malformed; what follows it
// is said to the reader.
var errRequest = errors.New("地址中的参数有误")

// statusOf maps an error to an HTTP status and a sentence for people.
func statusOf(err error) (int, string) {
	switch {
	case errors.Is(err, warehouse.ErrNotFound):
		return http.StatusNotFound, "没有找到这一页：地址可能有误，或者其中的区县、乡镇、年度、报告不在当前快照内。请从首页重新进入。"
	case errors.Is(err, metrics.ErrMeasure):
		return http.StatusBadRequest, "没有这个指标；可用的指标见 gongkai compare --measures。"
	case errors.Is(err, errRequest):
		return http.StatusBadRequest, err.Error() + "。"
	}
	return http.StatusInternalServerError, "读取数据时出错，请稍后再试；若一直如此，请查看服务日志。"
}

func (s *server) problem(w http.ResponseWriter, r *http.Request, err error) {
	status, text := statusOf(err)
	if status == http.StatusInternalServerError && r.Context().Err() == nil {
		s.options.Logger.Error("request", "url", r.URL.Path, "error", err)
	}
	title := map[int]string{http.StatusNotFound: "没有找到", http.StatusBadRequest: "地址有误", http.StatusInternalServerError: "出错了"}[status]
	s.render(w, r, "problem", status, frame{Title: title, Notice: s.options.Notice, Crumbs: []crumb{home}, Content: text})
}
