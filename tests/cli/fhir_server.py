# SPDX-License-Identifier: Apache-2.0
"""A FHIR server for tests: one patient's $everything in pages, and a bulk export by type that isn't
ready at the first question. On a free port of 127.0.0.1."""

import http.server
import json
import threading

PAGE = 4


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, bundles):
        super().__init__(("127.0.0.1", 0), Handler)
        self.resources = [entry["resource"] for bundle in bundles for entry in bundle["entry"]]
        self.first = bundles[0]["entry"]
        self.asked = 0
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()

    def of_type(self, name):
        return [each for each in self.resources if each["resourceType"] == name]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, code, body=b"", **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page(self, number):
        entries = self.server.first[number * PAGE:(number + 1) * PAGE]
        bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": []}
        if (number + 1) * PAGE < len(self.server.first):
            bundle["link"].append({"relation": "next",
                                   "url": f"{self.server.base}/page?number={number + 1}"})
        self.answer(200, bundle)

    def do_GET(self):  # noqa: N802, the name that http.server calls
        path, _, query = self.path.partition("?")
        if path.endswith("/$everything"):
            self.page(0)
        elif path == "/page":
            self.page(int(query.split("=")[1]))
        elif path == "/Patient/$export":
            self.answer(202, Content_Location=f"{self.server.base}/status")
        elif path == "/status":
            self.server.asked += 1
            if self.server.asked < 3:
                return self.answer(202, X_Progress="in work")
            types = sorted({each["resourceType"] for each in self.server.resources})
            self.answer(200, {"output": [{"type": name, "url": f"{self.server.base}/file/{name}"}
                                         for name in types]})
        elif path.startswith("/file/"):
            found = self.server.of_type(path.rsplit("/", 1)[1])
            self.answer(200, "".join(json.dumps(each) + "\n" for each in found).encode())
        else:
            self.answer(404, {"resourceType": "OperationOutcome"})
        return None
