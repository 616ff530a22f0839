import { type ProtocolName, TransportSet } from "../../packets/transport-set.ts";
import { type Attributes, attributeNumber, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";

/** Returns ports, or port ranges, of one protocol. */
export function transportOn(
  protocol: ProtocolName,
  ...ports: readonly (number | readonly [from: number, to: number])[]
): TransportSet {
  return TransportSet.unionOf(
    ports.map((port) =>
      typeof port === "number" ? TransportSet.named(protocol, port) : TransportSet.named(protocol, ...port),
    ),
  );
}

/**
 * Returns the transport of a protocol (of a listener, target group or container port) at some
 * ports; undefined for one that is not modelled (GENEVE).
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
export function transportOfProtocol(protocol: string, from: number, to = from): TransportSet | undefined {
  const tcp = TransportSet.named("tcp", from, to);
  const udp = TransportSet.named("udp", from, to);
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

/** Returns a reader of the single TCP port a resource listens on: its `port`, or a default. */
export function tcpPortReader(byDefault: number | ((values: Attributes) => number | undefined)) {
  return ({ values }: Resource): TransportSet | undefined => {
    const fallback = typeof byDefault === "number" ? byDefault : byDefault(values);
    const port = isGiven(values.port) ? attributeNumber(values.port) : fallback;
    return port === undefined ? undefined : transportOn("tcp", port);
  };
}
