#!/usr/bin/env python3
"""Times `ecsplain services` on a cluster of many services, each with all the hundred events that ECS keeps.

The endpoint is a few lines of this file, in a process of its own: it answers ListServices in pages of a hundred and DescribeServices for ten
services, each answer DELAY milliseconds late, from bodies made beforehand. One process asks; its wall time, its CPU
time and the most memory it held are what the operating system says of it.

    cargo build --release
    python3 benches/list.py [--services 2000] [--events 100] [--delay 50] [--runs 5]

Beside it, with --token-bucket, the endpoint throttles as ECS documents it: 100 calls at once, then 20 a second
(developer guide, request-throttling).
"""

import argparse
import asyncio
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
ARN = "arn:aws:ecs:us-east-1:123456789012"
NOW = time.time()


def event(name, number):
    """Three of four events of a production account say that nothing happened, one every six hours."""
    text = f"(service {name}) has reached a steady state."
    if number % 4 == 3:
        text = f"(service {name}) has started 1 tasks: (task {number:032x})."
    return {"id": f"{number:08x}-1111-4222-8333-{number:012x}", "createdAt": NOW - 21600 * number, "message": text}


def service(number, events):
    name = f"service-{number:04}"
    definition = f"{ARN}:task-definition/{name}:7"
    row = {
        "id": f"ecs-svc/{number:019}", "status": "PRIMARY", "taskDefinition": definition, "desiredCount": 3,
        "pendingCount": 0, "runningCount": 3, "failedTasks": 0, "createdAt": NOW - 9000, "updatedAt": NOW - 8000,
        "launchType": "FARGATE", "rolloutState": "COMPLETED", "rolloutStateReason": "ECS deployment completed.",
    }
    return {
        "serviceArn": f"{ARN}:service/prod/{name}", "serviceName": name, "clusterArn": f"{ARN}:cluster/prod",
        "status": "ACTIVE", "desiredCount": 3, "runningCount": 3, "pendingCount": 0, "launchType": "FARGATE",
        "taskDefinition": definition, "deployments": [row], "createdAt": NOW - 90000,
        "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100},
        "events": [event(name, one) for one in range(events)], "schedulingStrategy": "REPLICA",
    }


class Endpoint:
    """An ECS that only lists."""

    def __init__(self, services, events, delay, throttles):
        self.described = {f"service-{one:04}": json.dumps(service(one, events)) for one in range(services)}
        self.names = sorted(self.described)
        self.delay, self.throttles = delay, throttles
        self.level, self.at = 100.0, time.monotonic()
        self.calls = self.refused = 0
        self.bytes = sum(map(len, self.described.values()))

    def is_throttled(self):
        if not self.throttles:
            return False
        now = time.monotonic()
        self.level, self.at = min(100.0, self.level + (now - self.at) * 20), now
        if self.level < 1:
            return True
        self.level -= 1
        return False

    def answer(self, target, body):
        if self.is_throttled():
            self.refused += 1
            return 400, json.dumps({"__type": "ThrottlingException", "message": "Rate exceeded"})
        if target.endswith("ListServices"):
            start = int(body.get("nextToken") or 0)
            page = {"serviceArns": [f"{ARN}:service/prod/{name}" for name in self.names[start : start + 100]]}
            if start + 100 < len(self.names):
                page["nextToken"] = str(start + 100)
            return 200, json.dumps(page)
        if target.endswith("DescribeServices"):
            told = ",".join(self.described[arn.rsplit("/", 1)[-1]] for arn in body["services"])
            return 200, f'{{"services":[{told}],"failures":[]}}'
        return 400, json.dumps({"__type": "AccessDeniedException", "message": "not in this endpoint"})

    async def serve(self, reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                fields = dict(
                    line.split(": ", 1) for line in head.decode("latin-1").lower().split("\r\n")[1:] if ": " in line
                )
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                self.calls += 1
                target = next(
                    line for line in head.decode("latin-1").split("\r\n") if line.lower().startswith("x-amz-target")
                )
                await asyncio.sleep(self.delay)
                status, text = self.answer(target.split(": ")[1].strip(), json.loads(body or b"{}"))
                data = text.encode()
                writer.write(
                    f"HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.1\r\n"
                    f"content-length: {len(data)}\r\n\r\n".encode() + data
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run(self):
        """Prints its address, serves until a line comes in, prints what it counted."""
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, limit=1 << 20)
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", self.bytes, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print(self.calls, self.refused, flush=True)


def one_run(options, env):
    """What one process took and printed, and what it asked for."""
    endpoint = subprocess.Popen(
        [sys.executable, __file__, *sys.argv[1:], "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    url, size = endpoint.stdout.readline().split()
    command = [options.ecsplain, "--endpoint-url", url, "--cluster", "prod", "services"]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    lines = len(child.stdout.read().splitlines())
    # The most memory of a child counts that of this process too, from before it became another program: so this
    # one must be small, and the endpoint is elsewhere.
    _, status, used = os.wait4(child.pid, 0)
    wall = (time.perf_counter() - began) * 1000
    counted, _ = endpoint.communicate("\n")
    calls, refused = counted.split()
    return {
        "wall ms": wall,
        "CPU ms": (used.ru_utime + used.ru_stime) * 1000,
        "memory at most MB": used.ru_maxrss / 1024,
        "lines printed": lines,
        "exit code": os.waitstatus_to_exitcode(status),
        "requests": int(calls),
        "throttled": int(refused),
        "MB of answers": int(size) / 1e6,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=2000)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--delay", type=float, default=50, help="milliseconds, default 50")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--token-bucket", action="store_true")
    parser.add_argument("--ecsplain", default=str(HERE / "target/release/ecsplain"))
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        endpoint = Endpoint(options.services, options.events, options.delay / 1000, options.token_bucket)
        return asyncio.run(endpoint.run())
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent", "NO_PROXY": "127.0.0.1",
    }
    runs = [one_run(options, env) for _ in range(options.runs)]
    print(f"{options.services} services of {options.events} events, {options.delay:g} ms an answer:")
    for name in runs[0]:
        figures = [run[name] for run in runs]
        print(f"{name:<18}{statistics.median(figures):>8.0f}   {min(figures):.0f} to {max(figures):.0f}")


if __name__ == "__main__":
    main()
