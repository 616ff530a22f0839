"""
Serves what an EC2 instance finds at link-local addresses: the instance metadata service (IMDSv2)
with the given values by path, and the VPC's resolver with the given addresses by name.
"""

import json
import os
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

RESOLVER, METADATA = "169.254.169.253", "169.254.169.254"
TOKEN = "token-of-this-instance"
A_RECORD, NOT_FOUND = 1, 3
settings = json.loads(os.environ["LINK_LOCAL"])


class Metadata(BaseHTTPRequestHandler):
    """
    IMDSv2: values only for requests with a token.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
    """

    def do_PUT(self):
        is_token = self.path == "/latest/api/token" and "X-aws-ec2-metadata-token-ttl-seconds" in self.headers
        self.reply(200 if is_token else 400, TOKEN if is_token else "")

    def do_GET(self):
        if self.headers.get("X-aws-ec2-metadata-token") != TOKEN:
            return self.reply(401, "")
        value = settings["metadata"].get(self.path.removeprefix("/latest/meta-data/"))
        return self.reply(404 if value is None else 200, value or "")

    def reply(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def question_of(query):
    """The name, the type and the end of a query's only question."""
    labels, at = [], 12
    while query[at] != 0:
        labels.append(query[at + 1 : at + 1 + query[at]].decode().lower())
        at += 1 + query[at]
    return ".".join(labels), struct.unpack_from("!H", query, at + 1)[0], at + 5


def answer(query):
    name, kind, end = question_of(query)
    known = settings["names"].get(name)
    addresses = known if known is not None and kind == A_RECORD else []
    flags = 0x8580 | (NOT_FOUND if known is None else 0)
    records = b"".join(
        struct.pack("!HHHIH", 0xC00C, A_RECORD, 1, 5, 4) + socket.inet_aton(address) for address in addresses
    )
    return query[:2] + struct.pack("!HHHHH", flags, 1, len(addresses), 0, 0) + query[12:end] + records


def resolve():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((RESOLVER, 53))
    while True:
        query, client = server.recvfrom(4096)
        server.sendto(answer(query), client)


threading.Thread(target=resolve, daemon=True).start()
ThreadingTCPServer((METADATA, 80), Metadata).serve_forever()
