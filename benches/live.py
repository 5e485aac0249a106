#!/usr/bin/env python3
"""Times the same question asked three ways, in one run, against one endpoint behind a delay.

    ecsplain triage CLUSTER/SERVICE     one process
    the AWS CLI                         one process a call, as a person types them
    boto3                               one process that makes the same calls one after the other

An ECS to ask is started here: moto, with one service made by boto3. Every answer comes DELAY milliseconds late,
which a small proxy in this file sees to. The calls are those that a triage of one service needs: describe-services,
list-tasks RUNNING and STOPPED, describe-tasks for those that are listed, describe-task-definition,
list-service-deployments (moto refuses it, to all three), and the log when a container ran (none here did).

    cargo build --release
    python3 -m venv target/moto && target/moto/bin/pip install 'moto[server]==5.2.5' awscli boto3
    target/moto/bin/python benches/live.py [--delay 50] [--runs 5] [--ecsplain target/release/ecsplain]

With --endpoint URL --service CLUSTER/SERVICE another endpoint is asked, and nothing is made or started.
"""

import argparse
import http.client
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HERE = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(sys.executable).parent
ENV = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    "AWS_PAGER": "",
    "AWS_MAX_ATTEMPTS": "1",
    "NO_PROXY": "127.0.0.1",
}


def delaying_proxy(host, port, delay):
    """A proxy on loopback that answers what HOST:PORT answers, DELAY seconds later; its URL and its calls."""
    calls = []

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            calls.append(self.headers.get("X-Amz-Target", self.path).split(".")[-1])
            time.sleep(delay)
            backend = http.client.HTTPConnection(host, port, timeout=60)
            kept = {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "accept-encoding")}
            backend.request("POST", self.path, body, kept)
            answer = backend.getresponse()
            data = answer.read()
            backend.close()
            self.send_response(answer.status)
            for name in ("Content-Type", "x-amzn-RequestId"):
                if answer.headers.get(name):
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", calls


def start_moto():
    """moto_server on a free port, with one service; the process and its URL."""
    import boto3

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    moto = subprocess.Popen(
        [BIN / "moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    url = f"http://127.0.0.1:{port}"
    ecs = boto3.client("ecs", endpoint_url=url)
    ecs.create_cluster(clusterName="prod")
    container = {"name": "app", "image": "nginx:1", "memory": 128, "essential": True}
    ecs.register_task_definition(family="web", containerDefinitions=[container])
    ecs.create_service(cluster="prod", serviceName="web", taskDefinition="web:1", desiredCount=2)
    return moto, url


def with_boto3(url, cluster, service):
    """The calls one after the other, in this process."""
    import boto3
    from botocore.exceptions import ClientError

    ecs = boto3.client("ecs", endpoint_url=url)
    described = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    for status in ("RUNNING", "STOPPED"):
        tasks = ecs.list_tasks(cluster=cluster, serviceName=service, desiredStatus=status)["taskArns"]
        if tasks:
            ecs.describe_tasks(cluster=cluster, tasks=tasks)
    revisions = {row["taskDefinition"] for row in described["deployments"]} | {described["taskDefinition"]}
    for revision in sorted(revisions):
        ecs.describe_task_definition(taskDefinition=revision)
    try:
        listed = ecs.list_service_deployments(cluster=cluster, service=service)["serviceDeployments"]
    except ClientError:
        listed = []
    if listed:
        ecs.describe_service_deployments(serviceDeploymentArns=[one["serviceDeploymentArn"] for one in listed[:5]])


def with_cli(url, cluster, service):
    """The same calls, a process each."""

    def aws(*arguments):
        command = [BIN / "aws", "--endpoint-url", url, "ecs", *arguments, "--output", "text"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    rows = "services[0].[taskDefinition,deployments[].taskDefinition][]"
    revisions = aws("describe-services", "--cluster", cluster, "--services", service, "--query", rows).split()
    for status in ("RUNNING", "STOPPED"):
        listing = ("list-tasks", "--cluster", cluster, "--service-name", service, "--desired-status", status)
        tasks = aws(*listing, "--query", "taskArns").split()
        if tasks:
            aws("describe-tasks", "--cluster", cluster, "--tasks", *tasks)
    for revision in sorted(set(revisions)):
        aws("describe-task-definition", "--task-definition", revision)
    listing = ("list-service-deployments", "--cluster", cluster, "--service", service)
    listed = aws(*listing, "--query", "serviceDeployments[].serviceDeploymentArn").split()
    if listed:
        aws("describe-service-deployments", "--service-deployment-arns", *listed[:5])


def timed(run):
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=50, help="milliseconds, default 50")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ecsplain", default=str(HERE / "target/release/ecsplain"))
    parser.add_argument("--endpoint", help="an endpoint that is there already: http://HOST:PORT")
    parser.add_argument("--service", default="prod/web", help="CLUSTER/SERVICE")
    parser.add_argument("--boto3", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(ENV)
    cluster, service = options.service.split("/", 1)
    if options.boto3:
        return with_boto3(options.endpoint, cluster, service)
    moto, url = (None, options.endpoint) if options.endpoint else start_moto()
    try:
        host, port = url.rstrip("/").rsplit("/", 1)[1].split(":")
        url, calls = delaying_proxy(host, int(port), options.delay / 1000)
        triage = [options.ecsplain, "--endpoint-url", url, "triage", options.service]
        boto3 = [sys.executable, __file__, "--boto3", "--endpoint", url, "--service", options.service]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        ways = {
            "ecsplain triage": lambda: subprocess.run(triage, **quiet),
            "boto3, one process": lambda: subprocess.run(boto3, **quiet),
            "the AWS CLI": lambda: with_cli(url, cluster, service),
        }
        print(f"{options.service} at {options.delay:g} ms an answer, median of {options.runs}:\n")
        print(f"{'':<20} {'median':>9} {'least':>9} {'most':>9} {'requests':>9}")
        for name, way in ways.items():
            calls.clear()
            times = [timed(way) for _ in range(options.runs)]
            requests = len(calls) / options.runs
            print(
                f"{name:<20} {statistics.median(times):>6.0f} ms {min(times):>6.0f} ms {max(times):>6.0f} ms {requests:>9.1f}"
            )
    finally:
        if moto:
            moto.terminate()
            moto.wait()


if __name__ == "__main__":
    main()
