#!/usr/bin/env python3
"""Runs the real `kubectl describe` against the objects that ecsplain makes, and compares the texts.

A small API server on 127.0.0.1 hands out a `List`, well enough for kubectl: discovery, one object, lists with
label and field selectors. It only answers GET.

    compare.py DIR [--save FIXTURES]

DIR has a folder for every snapshot with `list.json` (the objects), `now` (the moment of capture) and one
`KIND_NAME.txt` for every object to describe (ecsplain's text). --save keeps kubectl's texts.

kubectl counts ages from the clock. So every time in the objects is moved by whole seconds, such that "now" lies
within the second of the capture, kubectl is run within that second, and what it prints is moved back.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

RESOURCES = {
    "v1": [("pods", "Pod", "po"), ("events", "Event", "ev"), ("namespaces", "Namespace", "ns")],
    "apps/v1": [("deployments", "Deployment", "deploy"), ("replicasets", "ReplicaSet", "rs")],
}
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
PRINTED = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000")
FORMAT = "%a, %d %b %Y %H:%M:%S +0000"
ZERO = "Mon, 01 Jan 0001 00:00:00 +0000"


def moved(value, seconds):
    """The objects with every time moved."""
    if isinstance(value, dict):
        return {key: moved(part, seconds) for key, part in value.items()}
    if isinstance(value, list):
        return [moved(part, seconds) for part in value]
    if isinstance(value, str) and TIME.match(value):
        then = datetime.strptime(value[:19], "%Y-%m-%dT%H:%M:%S") + timedelta(seconds=seconds)
        return then.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def moved_back(text, seconds):
    """kubectl's text with every printed time moved back."""

    def back(match):
        if match.group(0) == ZERO:
            return ZERO
        return (datetime.strptime(match.group(0), FORMAT) - timedelta(seconds=seconds)).strftime(FORMAT)

    return PRINTED.sub(back, text)


def labels_match(item, selector):
    labels = item["metadata"].get("labels") or {}
    return all(labels.get(key) == value for key, value in (part.split("=", 1) for part in selector.split(",")))


def fields_match(item, selector):
    for part in selector.split(","):
        field, value = part.replace("==", "=").split("=", 1)
        found = item
        for name in field.split("."):
            found = (found or {}).get(name)
        if (found or "") != value:
            return False
    return True


class Server:
    """The API server; `items` is what it hands out."""

    def __init__(self):
        self.items = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                status, body = outer.answer(urlparse(self.path))
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, url):
        path = url.path.strip("/")
        if path == "version":
            return 200, {"major": "1", "minor": "32", "gitVersion": "v1.32.4"}
        if path == "api":
            return 200, {"kind": "APIVersions", "versions": ["v1"]}
        if path == "apis":
            version = {"groupVersion": "apps/v1", "version": "v1"}
            group = {"name": "apps", "versions": [version], "preferredVersion": version}
            return 200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": [group]}
        for group, resources in RESOURCES.items():
            prefix = "api/v1" if group == "v1" else f"apis/{group}"
            if path == prefix:
                return 200, self.discovered(group, resources)
            if path.startswith(prefix + "/namespaces/"):
                return self.resource(path[len(prefix) + len("/namespaces/"):].split("/"), group, url.query)
        return self.missing(path)

    @staticmethod
    def discovered(group, resources):
        found = [
            {"name": name, "singularName": kind.lower(), "namespaced": name != "namespaces", "kind": kind,
             "verbs": ["get", "list"], "shortNames": [short]}
            for name, kind, short in resources
        ]
        return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group, "resources": found}

    @staticmethod
    def missing(path):
        return 404, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound",
                     "message": f"{path} not found", "code": 404}

    def resource(self, parts, group, query):
        kinds = {name: kind for name, kind, _ in RESOURCES[group]}
        if len(parts) < 2 or parts[1] not in kinds:
            return self.missing("/".join(parts))
        kind = kinds[parts[1]]
        ours = [item for item in self.items
                if item["kind"] == kind and item["metadata"]["namespace"] == parts[0]]
        if len(parts) == 3:
            named = [item for item in ours if item["metadata"]["name"] == parts[2]]
            return (200, named[0]) if named else self.missing("/".join(parts))
        asked = parse_qs(query)
        for selector in asked.get("labelSelector", []):
            ours = [item for item in ours if labels_match(item, selector)]
        for selector in asked.get("fieldSelector", []):
            ours = [item for item in ours if fields_match(item, selector)]
        # An API server lists by name.
        ours.sort(key=lambda item: item["metadata"]["name"])
        return 200, {"kind": f"{kind}List", "apiVersion": group, "metadata": {}, "items": ours}


def describe(server, items, now, kind, name, namespace, home):
    """kubectl's text, taken within one second of the clock."""
    captured = int(now.timestamp())
    environment = {"PATH": os.environ["PATH"], "HOME": home, "KUBECONFIG": "/dev/null"}
    command = ["kubectl", "--server", server.address, "-n", namespace, "describe", kind, name]
    for _ in range(20):
        time.sleep(max(0.0, 1.02 - time.time() % 1))
        second = int(time.time())
        server.items = moved(items, second - captured)
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
        if done.returncode != 0:
            return f"kubectl failed: {done.stderr}"
        if int(time.time()) == second:
            return moved_back(done.stdout, second - captured)
    return "kubectl did not finish within a second"


def dry_run(server, path, home):
    """Whether kubectl decodes the whole list and prints it again with nothing lost."""
    environment = {"PATH": os.environ["PATH"], "HOME": home, "KUBECONFIG": "/dev/null"}
    command = ["kubectl", "--server", server.address, "create", "--dry-run=client", "--validate=false",
               "-o", "json", "-f", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    if done.returncode != 0:
        return done.stderr
    given = json.loads(path.read_text())["items"]
    decoder, printed, rest = json.JSONDecoder(), [], done.stdout.strip()
    while rest:
        item, end = decoder.raw_decode(rest)
        printed.append(item)
        rest = rest[end:].strip()
    return "" if printed == given else "the printed list differs from the given one"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--save", type=pathlib.Path)
    arguments = parser.parse_args()
    server, wrong, right = Server(), 0, 0
    with tempfile.TemporaryDirectory() as home:
        for folder in sorted(path.parent for path in arguments.dir.glob("*/list.json")):
            items = json.loads((folder / "list.json").read_text())["items"]
            now = datetime.fromisoformat((folder / "now").read_text().strip().replace("Z", "+00:00"))
            problem = dry_run(server, folder / "list.json", home) if items else ""
            if problem:
                wrong += 1
                print(f"{folder.name}: create --dry-run: {problem}", file=sys.stderr)
            for path in sorted(folder.glob("*_*.txt")):
                kind, name = path.stem.split("_", 1)
                namespace = items[0]["metadata"]["namespace"]
                theirs = describe(server, items, now.astimezone(timezone.utc), kind, name, namespace, home)
                ours = path.read_text()
                if arguments.save:
                    place = arguments.save / folder.name
                    place.mkdir(parents=True, exist_ok=True)
                    (place / path.name).write_text(theirs)
                if theirs == ours:
                    right += 1
                    continue
                wrong += 1
                print(f"--- {folder.name}/{path.name}: kubectl, then ecsplain", file=sys.stderr)
                for line, (one, other) in enumerate(zip(theirs.split("\n") + [""] * 500, ours.split("\n"))):
                    if one != other:
                        print(f"{line + 1}\n  {one!r}\n  {other!r}", file=sys.stderr)
    print(f"{right} the same, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
