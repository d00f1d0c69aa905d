package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"

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
	for _, name := range [...]string{"index", "county", "report", "compare", "problem"} {
		t, err := template.New("base.html").Funcs(functions).ParseFS(pages, "pages/base.html", "pages/"+name+".html")
		if err != nil {
			return nil, err
		}
		s.templates[name] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page("index", s.index))
	mux.HandleFunc("GET /county/{code}", s.page("county", s.county))
	mux.HandleFunc("GET /report/{id}", s.page("report", s.report))
	mux.HandleFunc("GET /compare/{code}", s.page("compare", s.compare))
	mux.HandleFunc("GET /api/summary", s.json(s.summary))
	mux.HandleFunc("GET /api/counties", s.json(s.counties))
	mux.HandleFunc("GET /api/counties/{code}/matrix", s.json(s.matrix))
	mux.HandleFunc("GET /api/counties/{code}/compare", s.json(s.comparison))
	mux.HandleFunc("GET /api/reports", s.json(s.reports))
	mux.HandleFunc("GET /api/reports/{id}", s.json(s.reportDetail))
	mux.HandleFunc("GET /api/findings", s.json(s.findings))
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, assets, "assets/openapi.json")
	})
	mux.Handle("GET /assets/", http.FileServerFS(assets))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	if options.Metrics != nil {
		mux.Handle("GET /metrics", options.Metrics)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.problem(w, r, warehouse.ErrNotFound) })
	return secured(mux), nil
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
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// errRequest marks a request that asks for something malformed.
var errRequest = errors.New("malformed request")

// statusOf maps an error to an HTTP status and a sentence for people.
func statusOf(err error) (int, string) {
	switch {
	case errors.Is(err, warehouse.ErrNotFound):
		return http.StatusNotFound, "没有找到这一页。请从首页重新进入。"
	case errors.Is(err, errRequest):
		return http.StatusBadRequest, "地址中的参数有误：" + err.Error()
	}
	return http.StatusInternalServerError, "读取数据时出错，请稍后再试；若一直如此，请查看服务日志。"
}

func (s *server) problem(w http.ResponseWriter, r *http.Request, err error) {
	status, text := statusOf(err)
	if status == http.StatusInternalServerError && r.Context().Err() == nil {
		s.options.Logger.Error("request", "url", r.URL.Path, "error", err)
	}
	s.render(w, r, "problem", status, frame{Title: http.StatusText(status), Notice: s.options.Notice, Content: text})
}
