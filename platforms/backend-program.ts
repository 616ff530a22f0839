import { writeFile } from "./write-file.ts";

/** A language that a backend is written in. */
export interface Language {
  /**
   * Its package in Amazon Linux 2023, as listed on 2026-11-30.
   * https://docs.aws.amazon.com/linux/al2023/release-notes/all-packages.html
   */
  readonly package: string;
  /** The command that runs the placeholder. */
  readonly command: string;
  /** The placeholder's file. */
  readonly file: string;
  /** The placeholder: it answers every request with the service's name and status 200. */
  readonly placeholder: readonly string[];
}

/** Java 21. Its launcher compiles a single source file in memory. */
export const JAVA: Language = {
  package: "java-21-amazon-corretto-headless",
  command: "java Placeholder.java",
  file: "Placeholder.java",
  placeholder: [
    "import com.sun.net.httpserver.HttpServer;",
    "import java.net.InetSocketAddress;",
    "class Placeholder {",
    "  public static void main(String[] arguments) throws Exception {",
    '    byte[] text = (System.getenv("SERVICE") + ": no release is installed\\n").getBytes();',
    "    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);",
    '    server.createContext("/", exchange -> {',
    "      exchange.sendResponseHeaders(200, text.length);",
    "      exchange.getResponseBody().write(text);",
    "      exchange.close();",
    "    });",
    "    server.start();",
    "  }",
    "}",
  ],
};

/** Node.js 22. https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html */
export const NODE: Language = {
  package: "nodejs22",
  command: "node placeholder.js",
  file: "placeholder.js",
  placeholder: [
    'const text = process.env.SERVICE + ": no release is installed\\n";',
    'require("node:http").createServer((_, response) => response.end(text)).listen(8080);',
  ],
};

/** Python 3.12. https://docs.aws.amazon.com/linux/al2023/ug/python.html */
export const PYTHON: Language = {
  package: "python3.12",
  command: "python3.12 placeholder.py",
  file: "placeholder.py",
  placeholder: [
    "import http.server, os",
    'TEXT = (os.environ["SERVICE"] + ": no release is installed\\n").encode()',
    "class Answer(http.server.BaseHTTPRequestHandler):",
    "    def do_GET(self):",
    "        self.send_response(200)",
    '        self.send_header("Content-Length", str(len(TEXT)))',
    "        self.end_headers()",
    "        self.wfile.write(TEXT)",
    'http.server.ThreadingHTTPServer(("", 8080), Answer).serve_forever()',
  ],
};

/**
 * Returns shell lines that start a backend's program on port 8080: its release, or a placeholder in
 * its language until there is one. `release <version>` on the server installs another version.
 *
 * A release is the archive `<service>/<version>.tar.gz` in the bucket `RELEASES_BUCKET`, with an
 * executable `start` in it. Its program gets the variables of `/etc/drydock/environment`.
 */
export function backendProgram(language: Language, release: string | undefined): string[] {
  return [
    "install -d /opt/app /usr/local/sbin",
    writeFile(`/opt/app/${language.file}`, language.placeholder),
    writeFile("/opt/app/start", ["#!/bin/sh", `exec ${language.command}`]),
    "chmod 755 /opt/app/start",
    writeFile("/etc/systemd/system/app.service", UNIT),
    writeFile("/usr/local/sbin/release", INSTALLER),
    "chmod 755 /usr/local/sbin/release",
    release === undefined ? "systemctl enable --now app" : `systemctl enable app && release ${release}`,
  ];
}

const UNIT = [
  "[Unit]",
  "After=network-online.target",
  "Wants=network-online.target",
  "[Service]",
  "DynamicUser=yes",
  "EnvironmentFile=/etc/drydock/environment",
  "WorkingDirectory=/opt/app",
  "ExecStart=/opt/app/start",
  "Restart=always",
  "[Install]",
  "WantedBy=multi-user.target",
];

/** Unpacks a release beside the running one, so that a failed download changes nothing. */
const INSTALLER = [
  "#!/bin/bash",
  "set -euo pipefail",
  "set -a && . /etc/drydock/environment && set +a",
  "rm -rf /opt/app.next && install -d /opt/app.next",
  'aws s3 cp "s3://$RELEASES_BUCKET/$SERVICE/$1.tar.gz" - | tar -xz -C /opt/app.next',
  "test -x /opt/app.next/start",
  "rm -rf /opt/app.previous && mv /opt/app /opt/app.previous && mv /opt/app.next /opt/app",
  "systemctl restart app",
];
