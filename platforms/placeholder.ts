import { INSTANCE_METADATA_ADDRESS } from "../language/language.ts";
import { writeFile } from "./write-file.ts";

/** The kind of a placeholder's answers. */
type Protocol = "http" | "https" | "dns";

/** Further settings of {@link placeholder}. */
interface PlaceholderOptions {
  /** The name of its unit and its program, unique on the server. @default placeholder */
  readonly name?: string;
  /** Listens on addresses that the server gets later, too. @default false */
  readonly onAnyAddress?: boolean;
}

/**
 * Returns shell lines that start a placeholder on a port until the server's own program is
 * installed. Without it a load balancer would find a fleet's servers unhealthy, and they would be
 * replaced forever. Remove it with `systemctl disable --now placeholder`.
 *
 * @param protocol its protocol; over HTTPS it uses a self-signed certificate, which load balancers
 * accept; over DNS, on UDP, it refuses each question
 */
export function placeholder(
  port: number,
  protocol: Protocol = "http",
  { name = "placeholder", onAnyAddress = false }: PlaceholderOptions = {},
): string[] {
  const file = `/opt/${name}.py`;
  const program = protocol === "dns" ? dnsProgram(port) : httpProgram(port, protocol, onAnyAddress);
  return [
    writeFile(file, program),
    writeFile(`/etc/systemd/system/${name}.service`, unit(name, file, protocol)),
    `systemctl enable --now ${name}`,
  ];
}

/**
 * Finds the server's own address. A placeholder listens there only: Amazon Linux's resolver has
 * port 53 of 127.0.0.53.
 */
const OWN_ADDRESS = [
  "probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
  `probe.connect(('${INSTANCE_METADATA_ADDRESS}', 80))`,
];

function httpProgram(port: number, protocol: Protocol, onAnyAddress: boolean): string[] {
  const address = onAnyAddress ? "''" : "probe.getsockname()[0]";
  return [
    "import http.server as h, socket, ssl",
    "class Answer(h.BaseHTTPRequestHandler):",
    "    def do_GET(self): self.send_response(200); self.end_headers()",
    ...(onAnyAddress ? [] : OWN_ADDRESS),
    `server = h.ThreadingHTTPServer((${address}, ${port}), Answer)`,
    ...(protocol === "https" ? TLS : []),
    "server.serve_forever()",
  ];
}

/** Answers each question with response code 5, "refused". https://www.rfc-editor.org/rfc/rfc1035 */
function dnsProgram(port: number): string[] {
  return [
    "import socket",
    ...OWN_ADDRESS,
    "server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    `server.bind((probe.getsockname()[0], ${port}))`,
    "while True:",
    "    question, client = server.recvfrom(4096)",
    "    server.sendto(question[:2] + bytes([0x81, 0x05]) + question[4:], client)",
  ];
}

const TLS = [
  "tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)",
  "tls.load_cert_chain('/run/placeholder/pem')",
  "server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)",
];

function unit(name: string, file: string, protocol: Protocol): string[] {
  return [
    "[Unit]",
    "After=network-online.target",
    "Wants=network-online.target",
    "[Service]",
    "DynamicUser=yes",
    `RuntimeDirectory=${name}`,
    "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    ...(protocol === "https" ? CERTIFICATE : []),
    `ExecStart=/usr/bin/python3 ${file}`,
    "Restart=always",
    "[Install]",
    "WantedBy=multi-user.target",
  ];
}

const CERTIFICATE = [
  "ExecStartPre=/usr/bin/openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=placeholder -keyout /run/placeholder/pem -out /run/placeholder/cert",
  "ExecStartPre=/bin/sh -c 'cat /run/placeholder/cert >> /run/placeholder/pem'",
];
