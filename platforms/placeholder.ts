import { writeFile } from "./write-file.ts";

/**
 * Returns shell lines that start a placeholder on a port until the server's own program is
 * installed. Without it a load balancer would find a fleet's servers unhealthy, and they would be
 * replaced forever. Remove it with `systemctl disable --now placeholder`.
 *
 * @param protocol its protocol; over HTTPS it uses a self-signed certificate, which load balancers
 * accept
 */
export function placeholder(port: number, protocol: "http" | "https" = "http"): string[] {
  return [
    writeFile("/opt/placeholder.py", protocol === "https" ? program(port, TLS) : program(port, [])),
    writeFile("/etc/systemd/system/placeholder.service", unit(protocol === "https" ? CERTIFICATE : [])),
    "systemctl enable --now placeholder",
  ];
}

/**
 * The placeholder's program. It listens on the server's own address only: Amazon Linux's resolver
 * has port 53 of 127.0.0.53.
 */
function program(port: number, tls: readonly string[]): string[] {
  return [
    "import http.server as h, socket, ssl",
    "class Answer(h.BaseHTTPRequestHandler):",
    "    def do_GET(self): self.send_response(200); self.end_headers()",
    "probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "probe.connect(('169.254.169.254', 80))",
    `server = h.ThreadingHTTPServer((probe.getsockname()[0], ${port}), Answer)`,
    ...tls,
    "server.serve_forever()",
  ];
}

const TLS = [
  "tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)",
  "tls.load_cert_chain('/run/placeholder/pem')",
  "server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)",
];

function unit(before: readonly string[]): string[] {
  return [
    "[Unit]",
    "After=network-online.target",
    "Wants=network-online.target",
    "[Service]",
    "DynamicUser=yes",
    "RuntimeDirectory=placeholder",
    "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    ...before,
    "ExecStart=/usr/bin/python3 /opt/placeholder.py",
    "Restart=always",
    "[Install]",
    "WantedBy=multi-user.target",
  ];
}

const CERTIFICATE = [
  "ExecStartPre=/usr/bin/openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=placeholder -keyout /run/placeholder/pem -out /run/placeholder/cert",
  "ExecStartPre=/bin/sh -c 'cat /run/placeholder/cert >> /run/placeholder/pem'",
];
