"""Stands before two servers: calls of ECS go to the emulator, those of every other service to moto_server.

moto's tests of ECS make their instances, networks and stacks with EC2 and CloudFormation, which the emulator has not.

    python front.py PORT EMULATOR_URL MOTO_URL
"""

import http.client
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

RESET = "/moto-api/reset"
OWN = ("transfer-encoding", "content-length", "connection", "date", "server")


def ask(backend, method, path, headers, body):
    link = http.client.HTTPConnection(backend.hostname, backend.port, timeout=60)
    link.request(method, path, body, headers)
    answer = link.getresponse()
    return answer.status, answer.getheaders(), answer.read()


def front(emulator, moto):
    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            is_ecs = "EC2ContainerService" in self.headers.get("x-amz-target", "")
            call = (self.command, self.path, headers, body)
            if self.path == RESET:
                ask(emulator, *call)
            status, fields, answer = ask(emulator if is_ecs else moto, *call)
            self.send_response(status)
            for name, value in fields:
                if name.lower() not in OWN:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, *_):
            pass

    return Front


if __name__ == "__main__":
    port, emulator, moto = sys.argv[1:]
    handler = front(urlsplit(emulator), urlsplit(moto))
    ThreadingHTTPServer(("127.0.0.1", int(port)), handler).serve_forever()
