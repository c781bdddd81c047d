"""The process that sets one document as PDF; what it takes of memory goes with it.

It is started by path in an isolated interpreter and knows nothing of OpenLien. Input is one JSON object on
standard input, output the PDF on standard output, or one line of what went wrong on standard error and exit
status 1. The templates import nothing from the network: the folders of packages it may look into are empty.
"""

import json
import resource
import sys


def main() -> int:
    """Set the document and print it."""
    import typst

    order = json.load(sys.stdin)
    seconds = order["cpu_seconds_max"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        document = typst.compile(
            order["template"],
            root=order["root"],
            format="pdf",
            timestamp=order["made_at"],
            package_path=order["no_packages"],
            package_cache_path=order["no_packages"],
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error).splitlines()[0])
        return 1
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
