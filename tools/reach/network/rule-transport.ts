import { IntervalSet } from "../packets/interval-set.ts";
import {
  ALL_PORTS,
  icmpMessages,
  type Ports,
  protocolNumber,
  TransportSet,
} from "../packets/transport-set.ts";
import { Unknown } from "../terraform/value.ts";

/** A number, unknown, or omitted. */
type PortValue = number | Unknown | undefined;

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMPV6 = 58;

/**
 * Returns the ports and protocols of a security group or network ACL rule. TCP and UDP have ports;
 * ICMP has a type and a code, -1 for all. Other protocols have no ports, and rules for all
 * protocols ignore them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function ruleTransport(protocol: string, from: PortValue, to: PortValue): TransportSet | Unknown {
  const number = protocolNumber(protocol);
  if (number === undefined) return new Unknown(`the protocol ${protocol} is not supported`);
  if (number === -1) return TransportSet.all;
  const isPorts = number === TCP || number === UDP;
  const ports = isPorts
    ? portsOf(from, to)
    : [ICMP, ICMPV6].includes(number)
      ? messagesOf(from, to)
      : ALL_PORTS;
  return ports instanceof Unknown
    ? ports
    : TransportSet.of(IntervalSet.of<number>([number, number + 1]), ports);
}

function portsOf(from: PortValue, to: PortValue): Ports | Unknown {
  if (from instanceof Unknown) return from;
  if (to instanceof Unknown) return to;
  return from === undefined || from === -1 ? ALL_PORTS : IntervalSet.of<number>([from, (to ?? from) + 1]);
}

function messagesOf(type: PortValue, code: PortValue): Ports | Unknown {
  if (type instanceof Unknown) return type;
  if (code instanceof Unknown) return code;
  return icmpMessages(type ?? -1, code ?? -1);
}
