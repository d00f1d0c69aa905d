package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"gongkai/disclosure"
	"gongkai/metrics"
	"gongkai/warehouse"
)

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
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("X-Snapshot", snapshot.Version())
		w.WriteHeader(status)
		_, _ = w.Write(append(body, '\n'))
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
		return 0, fmt.Errorf("%w: %s=%q", errRequest, name, text)
	}
	return n, nil
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
	q := r.URL.Query()
	return orEmpty(snapshot.Reports(ctx, warehouse.ReportFilter{
		CountyCode: q.Get("county"), TownCode: q.Get("town"), Year: year, Status: disclosure.Status(q.Get("status")),
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
	q := r.URL.Query()
	return orEmpty(snapshot.Findings(ctx, warehouse.FindingFilter{
		CountyCode: q.Get("county"), TownCode: q.Get("town"), Year: year, Rule: q.Get("rule"),
		Severity: disclosure.Severity(q.Get("severity")), Review: warehouse.ReviewStatus(q.Get("review")), Limit: limit, Offset: offset,
	}))
}

// orEmpty makes an empty list of a nil one, so that JSON says [] and not null.
func orEmpty[T any](rows []T, err error) (any, error) {
	if rows == nil {
		rows = []T{}
	}
	return rows, err
}
