import { AMAZON_LINUX_PACKAGES } from "../aws/amazon-linux.ts";
import { compact } from "./compact.ts";
import { ownValue } from "./endpoints.ts";
import type { PortRange } from "./flows.ts";
import type { Platform } from "./platform.ts";
import { targetAttachments } from "./target-attachments.ts";
import type { FleetSettings, ServerSettings } from "./workloads.ts";

/**
 * A port that the spec declares, and that nothing in the spec opens. Behind a load balancer that is
 * a problem of the spec, but for an interface that is attached to no server.
 */
export interface UnopenedPort {
  /** The server, fleet or interface in the spec: `workloads.web`. */
  readonly path: string;
  /** The server or fleet that should listen. @default none: the interface is attached to none */
  readonly server?: string;
  /** Its protocol. */
  readonly protocol: "tcp" | "udp";
  /** The port. */
  readonly port: number;
  /** True behind a load balancer, which would find the target unhealthy and serve nobody. */
  readonly isPublished: boolean;
}

/** sshd, which runs on Amazon Linux's images. */
const SSH_PORT = 22;

/**
 * Lists the ports of servers, fleets and interfaces that flows or load balancers call, and that
 * nothing opens: no unit of a known package, no line of `setup` that has the port's number, and no
 * `opens`. A line with the number is evidence, not proof. Port ranges and containers are left out.
 */
export function unopenedPorts(platform: Platform): UnopenedPort[] {
  const servers = Object.entries(platform.workloads).flatMap(([name, workload]) =>
    workload.kind === "service"
      ? []
      : [{ name, path: `workloads.${name}`, server: name, settings: workload }],
  );
  const interfaces = Object.entries(platform.interfaces).map(([name, { attachTo }]) => {
    const workload = ownValue(platform.workloads, attachTo);
    const settings = workload === undefined || workload.kind === "service" ? undefined : workload;
    return { name, path: `interfaces.${name}`, server: settings && attachTo, settings };
  });
  return [...servers, ...interfaces].flatMap(({ name, path, server, settings }) =>
    declaredPorts(platform, name)
      .filter(({ port }) => settings === undefined || !opens(settings, port))
      .map((declared) => ({ path, ...compact({ server }), ...declared })),
  );
}

function declaredPorts(platform: Platform, name: string): Omit<UnopenedPort, "path" | "server">[] {
  const own = ownValue(platform.workloads, name)?.port ?? ownValue(platform.interfaces, name)?.port;
  const published = targetAttachments(platform).flatMap(({ endpoint, port }) =>
    endpoint === name && port !== undefined ? [port] : [],
  );
  const called = platform.flows
    .filter(({ to }) => to === name)
    .flatMap(({ ports }) => ports?.flatMap(singlePort) ?? []);
  const all = [
    ...[...published, ...(own === undefined ? [] : [own])].map((port) => ({
      protocol: "tcp" as const,
      port,
    })),
    ...called,
  ];
  const distinct = new Map(all.map((one) => [`${one.protocol} ${one.port}`, one]));
  return [...distinct.values()].map((one) => ({
    ...one,
    isPublished: one.protocol === "tcp" && published.includes(one.port),
  }));
}

function singlePort({ protocol, from, to }: PortRange) {
  return protocol === "icmp" || from !== to ? [] : [{ protocol, port: from }];
}

function opens({ opens: declared, units, setup }: ServerSettings | FleetSettings, port: number): boolean {
  const ofUnits = units.flatMap((unit) => ownValue(AMAZON_LINUX_PACKAGES, unit)?.opens ?? []);
  const number = new RegExp(`(?<![\\d.])${port}(?![\\d.])`);
  return [SSH_PORT, ...declared, ...ofUnits].includes(port) || setup.some((line) => number.test(line));
}
