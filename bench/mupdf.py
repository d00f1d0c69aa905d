"""Reads PDFs with PyMuPDF as far as our own reader goes: each character with its
box, and each drawn path. Prints the least time in milliseconds for each file.

    mupdf.py RUNS FILE…
"""
import sys
import time

import fitz


def read(body):
    document = fitz.open(stream=body, filetype="pdf")
    for page in document:
        page.get_text("rawdict")
        page.get_drawings()
    document.close()


for path in sys.argv[2:]:
    with open(path, "rb") as file:
        body = file.read()
    best = float("inf")
    for _ in range(int(sys.argv[1])):
        began = time.perf_counter()
        read(body)
        best = min(best, time.perf_counter() - began)
    print(f"{best * 1000:.3f}", flush=True)
