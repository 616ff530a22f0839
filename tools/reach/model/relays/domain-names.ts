import type { Resource } from "../../input/inventory.ts";
import type { Value } from "../../input/value.ts";
import { blocksOf, elementsOf, isGiven, textOf, whyUnknown } from "../endpoints/values.ts";
import type { Place } from "./place.ts";

/** What a domain name leads to. */
export interface NameLeads {
  readonly endpoints: readonly string[];
  /** Why it may lead to others. */
  readonly unknown?: string;
}

/** What has a domain name, or an address, and stands in a VPC. */
const IN_VPC = ["aws_lb", "aws_alb", "aws_elb", "aws_instance", "aws_spot_instance_request"];
const RECORD = "aws_route53_record";
/** Aliases of aliases; nobody writes more. */
const MAX_STEPS = 8;

/** What a domain name leads to: a load balancer's own, a server's, or records that point there. */
export function leadsOfName(name: Value | undefined, place: Place, steps: number = MAX_STEPS): NameLeads {
  if (!isGiven(name)) return { endpoints: [] };
  const own = place.site.ground.lookup.resource(name);
  if (own !== undefined && IN_VPC.includes(own.type)) {
    return place.endpoints.has(own.address)
      ? { endpoints: [own.address] }
      : { endpoints: [], unknown: `${own.address} is not in these files` };
  }
  if (own?.type === "aws_eip") return holderOf(own, place);
  if (own?.type === RECORD) return steps === 0 ? { endpoints: [] } : leadsOfRecords([own], place, steps);
  // Buckets, functions and other distributions are in no VPC.
  if (own !== undefined) return { endpoints: [] };
  const text = textOf(name);
  if (text === undefined) return { endpoints: [], unknown: whyUnknown(name) };
  return leadsOfText(text, place, steps);
}

function leadsOfText(text: string, place: Place, steps: number): NameLeads {
  const held = place.endpointAt(text);
  if (held !== undefined) return { endpoints: [held] };
  const named = place
    .managed(...IN_VPC)
    .filter(({ values }) => isSame(text, values.dns_name, values.public_dns));
  if (named.length > 0) return { endpoints: named.map(({ address }) => address) };
  const records = steps === 0 ? [] : recordsNamed(text, place);
  if (records.length > 0) return leadsOfRecords(records, place, steps);
  const zone = place.managed("aws_route53_zone").find(({ values }) => isWithin(text, textOf(values.name)));
  // A name of nobody here is somebody else's; one of a zone of these files may be of a record made elsewhere.
  return zone === undefined
    ? { endpoints: [] }
    : { endpoints: [], unknown: `${text} is no record of ${zone.address} in these files` };
}

function isSame(text: string, ...names: readonly (Value | undefined)[]): boolean {
  return names.some((name) => plain(textOf(name) ?? "") === plain(text));
}

/** Names end with a dot or without. */
function plain(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

function isWithin(text: string, zone: string | undefined): boolean {
  return zone !== undefined && `.${plain(text)}`.endsWith(`.${plain(zone)}`);
}

/** Records that lead to addresses; their names may leave the zone's out. */
function recordsNamed(text: string, place: Place): readonly Resource[] {
  return place.managed(RECORD).filter((record) => {
    const { name, fqdn, zone_id: zone, type } = record.values;
    const zoneName = textOf(place.site.resource(record, zone, "aws_route53_zone")?.values.name);
    const whole = zoneName === undefined ? [] : [`${textOf(name)}.${plain(zoneName)}`];
    return ["A", "AAAA", "CNAME"].includes(textOf(type) ?? "") && isSame(text, name, fqdn, ...whole);
  });
}

function leadsOfRecords(records: readonly Resource[], place: Place, steps: number): NameLeads {
  const parts = records.flatMap((record) => {
    const aliases = blocksOf(record.values, "alias").found.map((alias) => alias.name);
    return [...aliases, ...elementsOf(record.values.records)].map((value) =>
      leadsOfName(value, place, steps - 1),
    );
  });
  const unknown = parts.find((part) => part.unknown !== undefined)?.unknown;
  return {
    endpoints: [...new Set(parts.flatMap(({ endpoints }) => endpoints))],
    ...(unknown !== undefined && { unknown }),
  };
}

/** Who has an elastic IP: a server, or a load balancer's node. */
function holderOf(eip: Resource, place: Place): NameLeads {
  const owners = place.site.attachments.ownersOf(eip);
  const balancers = place
    .managed("aws_lb", "aws_alb")
    .filter((balancer) =>
      blocksOf(balancer.values, "subnet_mapping").found.some(
        ({ allocation_id: id }) => isGiven(id) && place.site.resource(balancer, id, "aws_eip") === eip,
      ),
    );
  const endpoints = [...owners, ...balancers.map(({ address }) => address)].filter((address) =>
    place.endpoints.has(address),
  );
  return endpoints.length > 0
    ? { endpoints }
    : { endpoints, unknown: `who has ${eip.address} is not in these files` };
}
