import type { Resource } from "../../input/inventory.ts";
import { type ProtocolName, Services } from "../../packets/services.ts";
import { type Attributes, isGiven, numberOf } from "./values.ts";

/** Ports, or ranges of them, of one protocol. */
export function portsOf(
  protocol: ProtocolName,
  ...ports: readonly (number | readonly [from: number, to: number])[]
): Services {
  return Services.unionOf(
    ports.map((port) =>
      typeof port === "number" ? Services.named(protocol, port) : Services.named(protocol, ...port),
    ),
  );
}

/**
 * What the protocol of a listener, of a target group or of a container's port carries at some ports;
 * undefined for one that is not modelled (GENEVE).
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
export function carried(protocol: string, from: number, to = from): Services | undefined {
  const tcp = Services.named("tcp", from, to);
  const udp = Services.named("udp", from, to);
  switch (protocol.toUpperCase()) {
    case "HTTP":
    case "HTTPS":
    case "TCP":
    case "TLS":
    case "SSL":
      return tcp;
    case "UDP":
    case "QUIC":
      return udp;
    case "TCP_UDP":
    case "TCP_QUIC":
      return tcp.union(udp);
    default:
      return undefined;
  }
}

/** What listens on one TCP port: its `port`, else a default. */
export function onPort(byDefault: number | ((values: Attributes) => number | undefined)) {
  return ({ values }: Resource): Services | undefined => {
    const fallback = typeof byDefault === "number" ? byDefault : byDefault(values);
    const port = isGiven(values.port) ? numberOf(values.port) : fallback;
    return port === undefined ? undefined : portsOf("tcp", port);
  };
}
