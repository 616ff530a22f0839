import type { Fabric, PublicAccessBlock, Subnet, Vpc } from "../model/fabric.ts";
import { ANY_IPV4, ANY_IPV6 } from "../packets/addresses.ts";
import type { Path } from "./path.ts";
import { lookUp } from "./routes.ts";
import { shortName } from "./step.ts";
import { arrive, doubt, enter, isPublic, pass, stop, type Trip } from "./trip.ts";

type Vpcs = Pick<Fabric, "vpcs">;

/**
 * Out by an internet gateway or an egress-only one; IPv6 addresses are public, and so they lead into other VPCs.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function toInternet(fabric: Vpcs, trip: Trip, subnet: Subnet, gateway: string): Path {
  const { carrier, to } = trip;
  const vpc = fabric.vpcs.get(subnet.vpc);
  if (gateway !== vpc?.internetGateway && gateway !== vpc?.egressOnlyGateway) {
    const text = "the gateway is not attached to this VPC";
    return stop(trip, gateway, "BAD_STATE_ATTACHMENT", text, "attach it to the VPC");
  }
  const isIPv6 = !trip.destinations.overlaps(ANY_IPV4);
  const isInOtherVpc = isIPv6 && to.subnet !== undefined && to.subnet.vpc !== subnet.vpc;
  if (!isPublic(to) && !isInOtherVpc) {
    const text = `behind an internet gateway is no ${to.name}`;
    return stop(trip, gateway, "NO_PATH", text, "add a narrower route");
  }
  // NAT and egress-only gateways let nothing open a connection from outside: these a block of ingress spares.
  const isEgressOnly = gateway === vpc?.egressOnlyGateway;
  const opensFromInside = isEgressOnly || carrier.endpoint === undefined;
  const block = subnet.publicAccessBlock;
  if (block !== undefined && (block.direction === "both" || !opensFromInside)) return refused(trip, block);
  if (!isIPv6) return translated(trip, subnet, gateway);
  if (carrier.subnet !== undefined && carrier.subnet.vpc !== subnet.vpc) {
    const text = `${carrier.name} is in another VPC, and the gateway passes IPv6 addresses of its own alone`;
    return stop(trip, gateway, "NO_PATH", text, "lead it to a gateway of its own VPC");
  }
  if (isPublic(to)) return arrive(trip);
  if (trip.isAnswer && isEgressOnly)
    return doubt(trip, gateway, "whether an egress-only gateway lets out an answer to what came another way");
  return fromInternet(fabric, trip);
}

/** IPv4: a public address takes the private one's place. */
function translated(trip: Trip, subnet: Subnet, gateway: string): Path {
  const { carrier } = trip;
  if (carrier.subnet?.vpc === subnet.vpc && carrier.publicIPv4 !== false) {
    return carrier.publicIPv4 === true
      ? arrive(trip)
      : doubt(trip, carrier.name, "whether it has a public address");
  }
  const text = `${carrier.name} has no public address here, and an internet gateway passes nothing without one`;
  const remedy = "give it a public address, or route it through a NAT gateway";
  return stop(trip, gateway, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", text, remedy);
}

/** In by an internet gateway. */
export function fromInternet({ vpcs }: Vpcs, trip: Trip): Path {
  const { to } = trip;
  const vpc = to.subnet === undefined ? undefined : vpcs.get(to.subnet.vpc);
  if (to.subnet === undefined || vpc === undefined)
    return stop(trip, to.name, "NO_PATH", `${to.name} is in no VPC`, "look for it elsewhere");
  if (trip.isAnswer && !isPublic(trip.carrier)) return answerFromInternet(trip, to.subnet, vpc);
  if (trip.destinations.overlaps(ANY_IPV4)) {
    if (to.publicIPv4 === "unknown") return doubt(trip, to.name, "whether it has a public address");
    if (!to.publicIPv4) {
      const text = `${to.name} has no public address`;
      return stop(trip, to.name, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", text, "give it one");
    }
  } else if (leadsOutOnly(trip, to.subnet)) {
    const text = "an egress-only gateway lets nothing in";
    const remedy = "route ::/0 to an internet gateway";
    return stop(trip, to.subnet.table.address, "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS", text, remedy);
  }
  if (vpc.internetGateway === undefined) return noGateway(trip, vpc);
  if (to.subnet.publicAccessBlock !== undefined) return refused(trip, to.subnet.publicAccessBlock);
  if (vpc.unknownIngress !== undefined) return doubt(trip, vpc.address, vpc.unknownIngress);
  return inBy(trip, vpc.internetGateway, to.subnet);
}

/** The answer to what has left by an egress-only gateway comes back by it. */
function answerFromInternet(trip: Trip, subnet: Subnet, vpc: Vpc): Path {
  const stateful = leadsOutOnly(trip, subnet) ? vpc.egressOnlyGateway : undefined;
  const gateway = vpc.internetGateway ?? stateful;
  return gateway === undefined ? noGateway(trip, vpc) : inBy(trip, gateway, subnet);
}

function inBy(trip: Trip, gateway: string, subnet: Subnet): Path {
  return arrive(enter(pass(trip, gateway, `internet gateway ${shortName(gateway)}`), subnet));
}

function noGateway(trip: Trip, vpc: Vpc): Path {
  return stop(trip, vpc.address, "NO_PATH", "the VPC has no internet gateway", "attach one");
}

/** Whether what a subnet sends to the other side over IPv6 leaves by an egress-only gateway. */
function leadsOutOnly(trip: Trip, subnet: Subnet): boolean {
  const ways = lookUp(subnet.table, trip.carrier.addresses.intersect(ANY_IPV6));
  const routes = ways.flatMap(({ route }) => route ?? []);
  return routes.length > 0 && routes.every(({ target }) => target.kind === "egress-only-gateway");
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
function refused(trip: Trip, block: PublicAccessBlock): Path {
  const text = "Block Public Access refuses what comes from or goes to the internet";
  return stop(trip, block.origin, "VPC_BLOCK_PUBLIC_ACCESS_ENABLED", text, "exclude the subnet from it");
}
