import type { Resource } from "../../input/inventory.ts";
import { Unknown } from "../../input/value.ts";
import { flagOf, textOf } from "../../model/endpoints/values.ts";
import { ANY_IPV4 } from "../../packets/addresses.ts";
import { Services } from "../../packets/services.ts";
import { type Explanation, explainDirect } from "../../verbs/explain.ts";
import type { Side } from "../../walk/side.ts";
import type { Subject } from "../subject.ts";
import { INTERNET } from "./needs.ts";

/** How an interface gets to a service of AWS: by an endpoint in its VPC where the name leads there, or outside. */
export interface Access {
  readonly explanation: Explanation;
  /** The endpoint that the service's name leads to; undefined: its public addresses. */
  readonly endpoint: Resource | undefined;
  /** An endpoint that the name does not lead to, for its private DNS is off. */
  readonly unnamed: Resource | undefined;
}

/** What services of AWS listen on. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const HTTPS = Services.named("tcp", 443);

/** Services with gateway endpoints. https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
export const BY_GATEWAY: ReadonlySet<string> = new Set(["s3", "dynamodb"]);

/**
 * The access of an interface to a service over IPv4; undefined where that cannot be told. With private DNS an
 * endpoint takes the service's name over in the whole VPC, whether the interface reaches it or not.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-private-dns
 */
export function accessTo(subject: Subject, side: Side, service: string): Access | undefined {
  const addresses = side.addresses.intersect(ANY_IPV4);
  if (addresses.isEmpty || side.subnet === undefined || hasOwnZone(subject)) return undefined;
  const from = { name: side.name, sides: [{ ...side, addresses }], listens: undefined };
  const endpoints = endpointsFor(subject, side.subnet.vpc, service);
  const endpoint = endpoints.find((each) => takesName(subject, each) === true);
  if (endpoint === undefined && endpoints.some((each) => takesName(subject, each) === "unknown"))
    return undefined;
  const { fabric } = subject;
  const name = endpoint?.address ?? (fabric.outsides.has(service) ? service : INTERNET);
  const to = { name, sides: subject.network.sides(name), listens: undefined };
  return {
    explanation: explainDirect(subject.network, from, to, HTTPS),
    endpoint,
    unnamed: endpoint === undefined ? endpoints[0] : undefined,
  };
}

/** A zone of one's own for a name of AWS's leads it anywhere. */
function hasOwnZone(subject: Subject): boolean {
  return subject
    .managed("aws_route53_zone")
    .some(({ values }) => /amazonaws\.com\.?$/.test(textOf(values.name) ?? "amazonaws.com"));
}

/** Interface endpoints of a VPC for a service. */
function endpointsFor(subject: Subject, vpc: string, service: string): readonly Resource[] {
  return subject.managed("aws_vpc_endpoint").filter(({ values }) => {
    const name = values.service_name;
    const text = name instanceof Unknown ? name.partial : textOf(name);
    return (
      textOf(values.vpc_endpoint_type) === "Interface" &&
      text?.endsWith(`.${service}`) === true &&
      isWhole(text, service) &&
      subject.site.ground.lookup.vpc(values.vpc_id) === vpc
    );
  });
}

/** `com.amazonaws.us-east-1.logs` is of `logs`; `com.amazonaws.us-east-1.api.logs` is not. */
function isWhole(text: string, service: string): boolean {
  return /^(cn\.)?com\.amazonaws\.[^.]+$/.test(
    text.slice(0, -service.length - 1).replace(/\$\{[^}]*\}/g, "region"),
  );
}

/**
 * Whether an endpoint takes the service's name over. The VPC must have both DNS switches on.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
 */
function takesName(subject: Subject, { values }: Resource): boolean | "unknown" {
  const own = flagOf(values.private_dns_enabled, false);
  const vpc = subject.site.ground.lookup.resource(values.vpc_id);
  if (own !== true || vpc?.type !== "aws_vpc") return own;
  const switches = [
    flagOf(vpc.values.enable_dns_hostnames, false),
    flagOf(vpc.values.enable_dns_support, true),
  ];
  if (switches.includes(false)) return false;
  return switches.includes("unknown") ? "unknown" : true;
}
