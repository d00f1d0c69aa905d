#!/bin/sh
# Measures the readers against other programs, all in one run on this machine, and
# prints a table of ratios. See docs/benchmarks.md.
#
#   bench/parse.sh [-runs N] [FILE|DIR…]     default: the shared samples
set -eu
cd "$(dirname "$0")/.."

# The peers are Debian's.
missing=""
command -v pdftotext >/dev/null && command -v pdffonts >/dev/null || missing="$missing poppler-utils"
/usr/bin/python3 -c 'import fitz' 2>/dev/null || missing="$missing python3-fitz"
if [ -n "$missing" ]; then
    echo "installing the peers from Debian:$missing" >&2
    # shellcheck disable=SC2086
    apt-get install -y --no-install-recommends $missing >&2
fi
exec go run ./bench/parse "$@"
