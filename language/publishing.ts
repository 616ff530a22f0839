import * as z from "zod";
import {
  flag,
  formatIssue,
  integer,
  list,
  nameField,
  oneOf,
  patternText,
  portField,
  urlPathField,
} from "./fields.ts";

/** The health check of a target. */
const healthCheckSchema = z.strictObject({
  /** @default the target's protocol; TCP behind a network load balancer */
  protocol: oneOf(["HTTP", "HTTPS", "TCP"]).optional(),
  /** @default "/"; unused over TCP */
  path: urlPathField.default("/"),
  /** @default 30 */
  intervalSeconds: integer(5, 300, "seconds").default(30),
  /** @default 5 */
  timeoutSeconds: integer(2, 120, "seconds").default(5),
  /** Consecutive failures until a target is unhealthy. @default 3 */
  retries: integer(2, 10, "failed checks").default(3),
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
const hostPattern = patternText(
  /^(?=.{1,128}$)[a-z0-9*?-]+(?:\.[a-z0-9*?-]+)+$/,
  "a lower-case host name, optionally with the wildcards * and ?",
  'write it as "api.example.com"',
);
const pathPattern = patternText(
  /^\/[\w\-.$/~"'@:+&*?]{0,127}$/,
  "a path pattern that starts with /",
  'write it as "/api/*"',
);

/** An attachment of a workload or interface to a load balancer. */
export const publishSchema = z.strictObject({
  /** The load balancer's name in the spec. */
  loadBalancer: nameField,
  /** The listener's port. @default the first listener that forwards */
  listenerPort: portField.optional(),
  /** Host names to match. @default any */
  hosts: list(hostPattern, "host names").default([]),
  /** Path patterns to match. @default any */
  paths: list(pathPattern, "path patterns").default([]),
  /**
   * The listener rule's priority; the lowest match wins.
   * @default from a hash of the name; narrower rules come first
   */
  priority: integer(1, 50_000, "a rule priority").optional(),
  /** The target group's name. @default `<platform>-<environment>-<workload>` */
  targetGroupName: patternText(
    /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
    "a target group name of 1 to 32 letters, digits and hyphens",
    'use a name such as "web-tg"',
  ).optional(),
  /** The target port. @default the workload's own */
  targetPort: portField.optional(),
  /**
   * The protocol from an application load balancer to the target. A network load balancer forwards
   * its listener's protocol, and from a TLS listener the decrypted TCP stream. @default HTTP
   */
  targetProtocol: oneOf(["HTTP", "HTTPS"]).default("HTTP"),
  /**
   * The load balancing algorithm. A network load balancer has its own, written as `round-robin`.
   * @default round-robin
   */
  algorithm: z
    .enum(["round-robin", "least-outstanding-requests", "source-ip-hash"], {
      error: (issue) =>
        issue.input === "connection-id"
          ? formatIssue(
              "round-robin, least-outstanding-requests or source-ip-hash (QUIC connection-ID routing is not in this provider version)",
              'use "source-ip-hash", the closest match',
            )
          : formatIssue(
              "one of round-robin, least-outstanding-requests, source-ip-hash",
              "choose one of them",
            ),
    })
    .default("round-robin"),
  /** Cross-zone load balancing. @default true */
  crossZone: flag.default(true),
  /** @default HTTP on "/" every 30 s */
  healthCheck: healthCheckSchema.prefault({}),
  /** The deregistration delay in seconds, for requests in flight. @default 30 */
  deregistrationDelaySeconds: integer(0, 3600, "seconds").default(30),
});

export type HealthCheck = z.output<typeof healthCheckSchema>;

export type PublishSettings = z.output<typeof publishSchema>;
