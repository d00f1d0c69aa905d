package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"gongkai/disclosure"
	"gongkai/metrics"
	"gongkai/warehouse"
)

// reviews are what a person may have decided about a finding.
var reviews = []warehouse.ReviewStatus{warehouse.ReviewOpen, warehouse.ReviewConfirmed, warehouse.ReviewDismissed, warehouse.ReviewFixed}

// mostRows bounds one answer of the API; offset goes on from there.
const mostRows = 1000

func (s *server) json(ask func(context.Context, *warehouse.Snapshot, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		snapshot, release := s.snapshots.Acquire(r.Context())
		defer release()
		status := http.StatusOK
		answer, err := ask(r.Context(), snapshot, r)
		if err != nil {
			var text string
			status, text = statusOf(err)
			answer = map[string]string{"error": text}
			if status == http.StatusInternalServerError && r.Context().Err() == nil {
				s.options.Logger.Error("request", "url", r.URL.Path, "error", err)
			}
		}
		body, err := json.Marshal(answer)
		if err != nil {
			s.options.Logger.Error("encoding", "url", r.URL.Path, "error", err)
			http.Error(w, `{"error":"internal"}`, http.StatusInternalServerError)
			return
		}
		w.Header().Set("X-Snapshot", snapshot.Version())
		write(w, r, status, "application/json; charset=utf-8", append(body, '\n'))
	}
}

// number reads a whole number from the query; absent is 0.
func number(r *http.Request, name string) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w：%s=%q 不是数字", errRequest, name, text)
	}
	return n, nil
}

// word reads a word of a closed list from the query; absent is "".
func word[T ~string](r *http.Request, name string, known ...T) (T, error) {
	given := T(r.URL.Query().Get(name))
	if given == "" || slices.Contains(known, given) {
		return given, nil
	}
	return "", fmt.Errorf("%w：%s=%q 不在 %v 之中", errRequest, name, given, known)
}

func limits(r *http.Request) (limit, offset int, err error) {
	if limit, err = number(r, "limit"); err != nil {
		return 0, 0, err
	}
	if limit == 0 || limit > mostRows {
		limit = mostRows
	}
	offset, err = number(r, "offset")
	return limit, offset, err
}

func (s *server) summary(ctx context.Context, snapshot *warehouse.Snapshot, _ *http.Request) (any, error) {
	return snapshot.Summary(ctx)
}

func (s *server) counties(ctx context.Context, snapshot *warehouse.Snapshot, _ *http.Request) (any, error) {
	return orEmpty(snapshot.Counties(ctx))
}

func (s *server) matrix(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (any, error) {
	return snapshot.Matrix(ctx, r.PathValue("code"))
}

func (s *server) comparison(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (any, error) {
	year, err := number(r, "year")
	if err != nil {
		return nil, err
	}
	if year == 0 {
		return nil, fmt.Errorf("%w：需要 year，如 year=2024", errRequest)
	}
	return orEmpty(metrics.Compare(ctx, snapshot, metrics.Query{
		Measure: r.URL.Query().Get("measure"), Year: year, CountyCode: r.PathValue("code"), View: warehouse.AsPublished,
	}))
}

func (s *server) reports(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (any, error) {
	year, err := number(r, "year")
	if err != nil {
		return nil, err
	}
	limit, offset, err := limits(r)
	if err != nil {
		return nil, err
	}
	status, err := word(r, "status", disclosure.Parsed, disclosure.Partial, disclosure.Rejected)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	return orEmpty(snapshot.Reports(ctx, warehouse.ReportFilter{
		CountyCode: q.Get("county"), TownCode: q.Get("town"), Year: year, Status: status,
		All: q.Get("all") == "true", Rejected: q.Get("rejected") == "true", Limit: limit, Offset: offset,
	}))
}

func (s *server) reportDetail(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (any, error) {
	return snapshot.Report(ctx, r.PathValue("id"))
}

func (s *server) findings(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (any, error) {
	year, err := number(r, "year")
	if err != nil {
		return nil, err
	}
	limit, offset, err := limits(r)
	if err != nil {
		return nil, err
	}
	severity, err := word(r, "severity", disclosure.Severities[:]...)
	if err != nil {
		return nil, err
	}
	review, err := word(r, "review", reviews...)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	return orEmpty(snapshot.Findings(ctx, warehouse.FindingFilter{
		CountyCode: q.Get("county"), TownCode: q.Get("town"), Year: year, Rule: q.Get("rule"),
		Severity: severity, Review: review, Limit: limit, Offset: offset,
	}))
}

// orEmpty makes an empty list of a nil one, so that JSON says [] and not null.
func orEmpty[T any](rows []T, err error) (any, error) {
	if rows == nil {
		rows = []T{}
	}
	return rows, err
}
