package crawl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"gongkai/crawl/portal"
	"gongkai/crawl/warc"
	"gongkai/internal/document/kind"
)

// illustrate fetches the pictures that a report needs beside its page's words,
// with all manners, and notes them with the report. It returns the answer of the
// first that did not come, nil where all came: the report is kept without it, and
// its reader sees the gap.
func (r *run) illustrate(ctx context.Context, t *task, state *portalState, a *answer, j *judgement) (missing *answer, err error) {
	if j.found == nil || len(j.pictures) == 0 {
		return nil, nil
	}
	essence := sha256.New()
	essence.Write([]byte(j.found.Essence))
	for _, address := range j.pictures {
		part, err := r.fetcher.fetch(ctx, want{
			Request: portal.Request{Method: http.MethodGet, URL: address},
			referer: a.final.String(), allowed: state.judge.allowed,
		})
		if err != nil {
			return nil, err
		}
		a.requests += part.requests
		a.bytes += part.bytes
		a.kept = append(a.kept, part.kept...)
		if part.outcome == "" && part.kind != kind.Image {
			part.outcome, part.detail = WrongType, address
		}
		if part.outcome != "" {
			if missing == nil {
				missing = part
				missing.detail = fmt.Sprintf("%s: %s", address, part.detail)
			}
			continue
		}
		digest := warc.Digest(part.last.raw)
		essence.Write([]byte(digest))
		j.found.Pictures = append(j.found.Pictures, foundPicture{part.final.String(), digest})
	}
	if len(j.found.Pictures) > 0 {
		j.found.Essence = hex.EncodeToString(essence.Sum(nil))
	}
	return missing, nil
}
