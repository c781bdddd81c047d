"""The process that reads PDFs of strangers and puts PDFs behind each other.

It is started by path in an isolated interpreter and knows nothing of OpenLien. Input is one JSON object on
standard input; the answer is on standard output:

    {"clean": [[from, to], ...]}    the number of pages of each as JSON, null where a file cannot be read
    {"count": file}                 a number
    {"text": file, "inserts": [[file, after page, bookmark], ...]}    a PDF
"""

import io
import json
import logging
import resource
import sys

# What a page of a stranger may carry that acts, or that speaks of another document.
TAKEN_OFF = ("/Annots", "/AA", "/StructParents", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/Tabs")


def main() -> int:
    """Do what the order says."""
    order = json.load(sys.stdin)
    seconds, memory = order["cpu_seconds_max"], order["memory_bytes_max"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    logging.disable()
    if "clean" in order:
        counts = [cleaned(source, target) for source, target in order["clean"]]
        sys.stdout.write(json.dumps(counts))
    elif "count" in order:
        sys.stdout.write(str(len(reader(order["count"]).pages)))
    else:
        join(order["text"], order["inserts"])
    return 0


def reader(path):
    """The PDF of that path."""
    from pypdf import PdfReader

    return PdfReader(path)


def cleaned(source, target):
    """How many pages were written to the target; None when the source cannot be read."""
    from pypdf import PdfWriter

    try:
        writer = PdfWriter()
        for page in reader(source).pages:
            copied = writer.add_page(page)
            for name in TAKEN_OFF:
                copied.pop(name, None)
        writer.write(target)
    except Exception:
        # A stranger's file may break in any way: whatever happens, it is not a part of the pack.
        return None
    return len(writer.pages) or None


def join(text, inserts):
    """Write the text with its inserts to standard output; the last goes in first, so that places hold."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=text)
    bookmarks = []
    for path, after, bookmark in reversed(inserts):
        for place, page in enumerate(reader(path).pages):
            writer.insert_page(page, after + place)
        bookmarks.append((bookmark, writer.pages[after - 1]))
    for bookmark, page in reversed(bookmarks):
        writer.add_outline_item(bookmark, page.page_number)
    # A pipe cannot tell how far it is, which the writer asks.
    whole = io.BytesIO()
    writer.write(whole)
    sys.stdout.buffer.write(whole.getbuffer())


if __name__ == "__main__":
    sys.exit(main())
