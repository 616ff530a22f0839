/**
 * An application load balancer: listens, chooses a rule by host and path, and forwards to a healthy
 * target of the rule's group. The settings are JSON in the variable LOAD_BALANCER; for each target
 * whose health changes it prints a line `healthy GROUP ADDRESS` or `unhealthy …`.
 */
import http from "node:http";
import https from "node:https";

const { address, listeners, groups, certificate, key } = JSON.parse(process.env.LOAD_BALANCER);
const CHECK_MILLISECONDS = 300;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
const IDLE_MILLISECONDS = 60_000;
const healthy = new Map(Object.keys(groups).map((name) => [name, new Set()]));

for (const listener of listeners) {
  const handler = (request, response) => handle(listener, request, response);
  const server =
    listener.protocol === "HTTPS"
      ? https.createServer({ cert: certificate, key }, handler)
      : http.createServer(handler);
  server.requestTimeout = 0;
  server.listen(listener.port, address, () => console.log(`listening ${listener.port}`));
}
for (const [name, group] of Object.entries(groups)) {
  for (const target of group.targets) setInterval(() => check(name, group, target), CHECK_MILLISECONDS);
}

function check(name, { health }, target) {
  const known = healthy.get(name);
  const settle = (isHealthy) => {
    if (isHealthy === known.has(target.address)) return;
    if (isHealthy) known.add(target.address);
    else known.delete(target.address);
    console.log(`${isHealthy ? "healthy" : "unhealthy"} ${name} ${target.address}`);
  };
  const options = { host: target.address, port: health.port ?? target.port, path: health.path };
  const { request } = health.protocol === "HTTPS" ? https : http;
  request({ ...options, localAddress: address, timeout: 2000, rejectUnauthorized: false, agent: false })
    .on("response", (response) => {
      response.resume();
      settle(response.statusCode >= 200 && response.statusCode < 300);
    })
    .on("timeout", function () {
      this.destroy(new Error("no response in time"));
    })
    .on("error", () => settle(false))
    .end();
}

function handle(listener, request, response) {
  const rule = listener.rules.find((one) => matches(one, request));
  const action = rule ?? listener;
  if (action.redirect !== undefined) return redirect(request, response, action.redirect);
  const group = groups[action.group];
  if (group === undefined) return end(response, action.status);
  const target = group.targets.find((one) => healthy.get(action.group).has(one.address));
  if (target === undefined) return end(response, 503);
  const { request: call } = group.protocol === "HTTPS" ? https : http;
  const forwarded = call(
    {
      host: target.address,
      port: target.port,
      localAddress: address,
      method: request.method,
      path: request.url,
      headers: {
        ...request.headers,
        "x-forwarded-for": request.socket.remoteAddress,
        "x-forwarded-proto": listener.protocol.toLowerCase(),
        "x-forwarded-port": String(listener.port),
      },
      rejectUnauthorized: false,
      timeout: IDLE_MILLISECONDS,
      agent: false,
    },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  forwarded.on("timeout", () => forwarded.destroy(new Error("idle")));
  forwarded.on("error", ({ message }) => end(response, message === "idle" ? 504 : 502));
  request.pipe(forwarded);
}

function matches({ hosts, paths }, request) {
  const [host = ""] = (request.headers.host ?? "").split(":");
  const [path = "/"] = request.url.split("?");
  return (
    (hosts.length === 0 || hosts.some((one) => toPattern(one).test(host))) &&
    (paths.length === 0 || paths.some((one) => toPattern(one).test(path)))
  );
}

function toPattern(glob) {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

function redirect({ headers, url }, response, port) {
  const [host] = (headers.host ?? "").split(":");
  response.writeHead(301, { location: `https://${host}:${port}${url}` });
  response.end();
}

function end(response, status) {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}
