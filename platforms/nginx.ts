import { AMAZON_DNS_ADDRESS } from "../language/language.ts";
import { writeFile } from "./write-file.ts";

/** A path that nginx forwards to another server. */
export interface ForwardedPath {
  /** The path's prefix, which the other server does not see: `/api/payment/`. */
  readonly path: string;
  /** The other server's private name. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
}

/**
 * Returns shell lines that configure nginx on port 80: its own pages, and paths that it forwards.
 *
 * A name is looked up when a request comes, and again after 10 seconds: nginx starts before its
 * backends do, and follows a name to another address.
 */
export function nginxForwarding(paths: readonly ForwardedPath[]): string[] {
  return [
    writeFile("/etc/nginx/nginx.conf", [
      "worker_processes auto;",
      "error_log /var/log/nginx/error.log notice;",
      "pid /run/nginx.pid;",
      "events { worker_connections 1024; }",
      "http {",
      "  include /etc/nginx/mime.types;",
      "  access_log /var/log/nginx/access.log;",
      "  server {",
      "    listen 80 default_server;",
      "    root /usr/share/nginx/html;",
      `    resolver ${AMAZON_DNS_ADDRESS} valid=10s ipv6=off;`,
      ...paths.map(forwardingLine),
      "  }",
      "}",
    ]),
    "nginx -t",
    "systemctl restart nginx",
  ];
}

/** `Host` is the backend's name, by which an internal load balancer chooses it. */
function forwardingLine({ path, host, port }: ForwardedPath): string {
  return [
    `    location ${path} {`,
    `set $backend ${host};`,
    `rewrite ^${path}(.*)$ /$1 break;`,
    `proxy_pass http://$backend:${port};`,
    `proxy_set_header Host ${host};`,
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "}",
  ].join(" ");
}
