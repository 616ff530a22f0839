import { AMAZON_DNS_ADDRESS } from "../language/language.ts";
import { writeFile } from "./write-file.ts";

const CERTIFICATE = "/etc/pki/tls/certs/nginx.crt";
const KEY = "/etc/pki/tls/private/nginx.key";
/** The port of cQube's server that answers for a path. */
const PORTS = { "/": 4200, "/api": 3000, "/data": 8000 };

/** The path of nginx's own health, which is well before cQube is installed. */
export const NGINX_HEALTH_PATH = "/nginx-health";

/**
 * Returns shell lines that make nginx cQube's reverse proxy on ports 80 and 443, by the rules that
 * cQube asks for: dashboards at `/`, the API at `/api`, file uploads at `/data`.
 * https://github.com/Sunbird-cQube/community/blob/main/use/prerequisites-for-installation-process.md
 *
 * nginx terminates TLS from the load balancer with a self-signed certificate, which load balancers
 * do not validate.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-routing-configuration
 *
 * @param host the private name of cQube's server
 */
export function cqubeNginx(host: string): string[] {
  return [
    `[ -e ${CERTIFICATE} ] || openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=nginx -keyout ${KEY} -out ${CERTIFICATE}`,
    writeFile("/etc/nginx/conf.d/cqube.conf", configuration(host)),
    "systemctl enable --now nginx",
    "systemctl reload nginx",
  ];
}

/**
 * The name is looked up when a request comes, and again after 10 seconds, at Amazon's DNS server:
 * nginx starts before cQube does, and follows it to another address. A body is passed on as it
 * arrives: it needs no room on nginx's disk.
 */
function configuration(host: string): string[] {
  return [
    "server {",
    "  listen 80 default_server;",
    "  listen 443 ssl default_server;",
    `  ssl_certificate ${CERTIFICATE};`,
    `  ssl_certificate_key ${KEY};`,
    "  server_tokens off;",
    `  resolver ${AMAZON_DNS_ADDRESS} valid=10s ipv6=off;`,
    "  client_max_body_size 2g;",
    "  client_body_timeout 120s;",
    "  proxy_http_version 1.1;",
    "  proxy_request_buffering off;",
    "  proxy_connect_timeout 5s;",
    "  proxy_send_timeout 300s;",
    "  proxy_read_timeout 300s;",
    "  proxy_set_header Host $host;",
    "  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "  proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;",
    `  location = ${NGINX_HEALTH_PATH} { access_log off; default_type text/plain; return 200 "ok\\n"; }`,
    ...Object.entries(PORTS).map(
      ([path, port]) => `  location ${path} { set $cqube ${host}; proxy_pass http://$cqube:${port}; }`,
    ),
    "  error_page 502 504 =503 @starting;",
    '  location @starting { default_type text/plain; return 503 "cQube does not answer yet.\\n"; }',
    "}",
  ];
}
