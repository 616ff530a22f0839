import { compact } from "../../../../language/compact.ts";
import {
  attributeBlocks,
  attributeElements,
  attributeText,
  isGiven,
  whyUnknown,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { Value } from "../../terraform/value.ts";
import { attachmentsOf } from "../endpoints/attachments.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import type { ModelContext } from "../model-context.ts";
import { endpointAt } from "./proxy-parts.ts";

/** The endpoints that a domain name resolves to. */
export interface DomainNameTargets {
  /** The names of the endpoints and external networks. */
  readonly endpoints: readonly string[];
  /** Why it may resolve to others. */
  readonly unknown?: string;
}

/** Types in a VPC that have a domain name or an address. */
const IN_VPC = ["aws_lb", "aws_elb", "aws_instance", "aws_spot_instance_request"];
const RECORD = "aws_route53_record";
/** The longest chain of aliases that is followed. */
const MAX_STEPS = 8;

/** Resolves a domain name: a load balancer's, a server's, or records that point to one. */
export function resolveDomainName(
  name: Value | undefined,
  context: ModelContext,
  steps: number = MAX_STEPS,
): DomainNameTargets {
  if (!isGiven(name)) return { endpoints: [] };
  const own = context.resolver.resource(name);
  if (own !== undefined && IN_VPC.includes(own.type)) {
    return buildEndpoints(context).has(own.address)
      ? { endpoints: [own.address] }
      : { endpoints: [], unknown: `${own.address} is not in these files` };
  }
  if (own?.type === "aws_eip") return ownerOfElasticIp(own, context);
  if (own?.type === RECORD) return steps === 0 ? { endpoints: [] } : resolveRecords([own], context, steps);
  // Buckets, functions and other distributions are in no VPC.
  if (own !== undefined) return { endpoints: [] };
  const text = attributeText(name);
  if (text === undefined) return { endpoints: [], unknown: whyUnknown(name) };
  return resolveText(text, context, steps);
}

function resolveText(text: string, context: ModelContext, steps: number): DomainNameTargets {
  const held = endpointAt(context, text);
  if (held !== undefined) return { endpoints: [held] };
  const named = context
    .managed(...IN_VPC)
    .filter(({ values }) => isSame(text, values.dns_name, values.public_dns));
  if (named.length > 0) return { endpoints: named.map(({ address }) => address) };
  const records = steps === 0 ? [] : recordsNamed(text, context);
  if (records.length > 0) return resolveRecords(records, context, steps);
  const zone = context
    .managed("aws_route53_zone")
    .find(({ values }) => isWithin(text, attributeText(values.name)));
  // A name outside the zones of these files is external; a name in such a zone may have a record
  // created elsewhere.
  return zone === undefined
    ? { endpoints: [] }
    : { endpoints: [], unknown: `${zone.address} has no record ${text} in these files` };
}

function isSame(text: string, ...names: readonly (Value | undefined)[]): boolean {
  return names.some((name) => plain(attributeText(name) ?? "") === plain(text));
}

/** The name in lower case without a trailing dot. */
function plain(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

function isWithin(text: string, zone: string | undefined): boolean {
  return zone !== undefined && `.${plain(text)}`.endsWith(`.${plain(zone)}`);
}

/** Address records with a name, which may be written without the zone's name. */
function recordsNamed(text: string, context: ModelContext): readonly Resource[] {
  return context.managed(RECORD).filter((record) => {
    const { name, fqdn, zone_id: zone, type } = record.values;
    const zoneName = attributeText(
      context.resolver.namedResource(record, zone, "aws_route53_zone")?.values.name,
    );
    const whole = zoneName === undefined ? [] : [`${attributeText(name)}.${plain(zoneName)}`];
    return ["A", "AAAA", "CNAME"].includes(attributeText(type) ?? "") && isSame(text, name, fqdn, ...whole);
  });
}

function resolveRecords(
  records: readonly Resource[],
  context: ModelContext,
  steps: number,
): DomainNameTargets {
  const parts = records.flatMap((record) => {
    const aliases = attributeBlocks(record.values, "alias").items.map((alias) => alias.name);
    return [...aliases, ...attributeElements(record.values.records)].map((value) =>
      resolveDomainName(value, context, steps - 1),
    );
  });
  const unknown = parts.find((part) => part.unknown !== undefined)?.unknown;
  return {
    endpoints: [...new Set(parts.flatMap(({ endpoints }) => endpoints))],
    ...compact({ unknown }),
  };
}

/** The owner of an Elastic IP: a server, or a load balancer's node. */
function ownerOfElasticIp(eip: Resource, context: ModelContext): DomainNameTargets {
  const owners = attachmentsOf(context).ownersOf(eip);
  const balancers = context
    .managed("aws_lb")
    .filter((balancer) =>
      attributeBlocks(balancer.values, "subnet_mapping").items.some(
        ({ allocation_id: id }) =>
          isGiven(id) && context.resolver.namedResource(balancer, id, "aws_eip") === eip,
      ),
    );
  const endpoints = [...owners, ...balancers.map(({ address }) => address)].filter((address) =>
    buildEndpoints(context).has(address),
  );
  return endpoints.length > 0
    ? { endpoints }
    : { endpoints, unknown: `the owner of ${eip.address} is not in these files` };
}
