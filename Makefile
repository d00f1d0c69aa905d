# The verbs of the project; CI runs these and nothing else.
# Needed: Go 1.26, a C and C++ compiler (gcc, g++), make.
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo dev)
FLAGS   := -trimpath -ldflags "-s -w -X main.version=$(VERSION)"

.PHONY: build demo test race lint deps bench bench-parse fuzz docs clean

build:            ## bin/gongkai
	go build $(FLAGS) -o bin/gongkai ./cmd/gongkai

demo: build       ## a sample county: portal, crawl, reading, audit, dashboard (DEMO=--once ends after the summary)
	bin/gongkai demo $(DEMO)

test: lint build  ## everything that must hold
	go test -count=1 ./...

race:             ## the parts that work side by side, under the race detector
	go test -race -count=1 ./crawl/... ./internal/guard ./parse/form ./parse/html ./metrics
	go test -race -count=1 -run 'Dashboard/answers|CommandLine/demo' ./cmd/gongkai

lint:             ## formatting, vet, staticcheck
	@files=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$files" ]; then echo "not gofmt'ed: $$files"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

deps:             ## what reads scans and old Word files and shows pages in tests (Debian, as root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$(cat packages.txt)
	if command -v npm >/dev/null; then npm install --global --silent warcio@2.4.11; fi

bench:            ## speed, as ratios measured in one run
	go test -run '^$$' -bench . -benchmem ./audit ./parse/... ./cmd/gongkai

bench-parse:      ## our readers beside their peers
	bench/parse.sh

fuzz:             ## every fuzz target for a short while
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep ^Fuzz); do \
	  echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime 20s $$p || exit 1; done; done

docs:             ## what is generated from the code
	go test -count=1 ./audit -args -update
	go test -count=1 ./metrics -args -update
	go test -count=1 ./warehouse -run TheDataDictionary -args -update

clean:
	rm -rf bin demo-data
