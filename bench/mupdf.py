"""Reads a PDF with PyMuPDF as far as our own reader goes: each character with its
box, and each drawn path. Reads once for each line on stdin and prints how many
milliseconds that took.

    mupdf.py FILE
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


with open(sys.argv[1], "rb") as file:
    body = file.read()
for _ in sys.stdin:
    began = time.perf_counter()
    read(body)
    print(f"{(time.perf_counter() - began) * 1000:.3f}", flush=True)
