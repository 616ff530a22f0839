import type { Resource } from "../../input/inventory.ts";
import type { Services } from "../../packets/services.ts";
import { portsOf } from "../endpoints/ports.ts";
import { type Attributes, blocksOf, flagOf, isGiven, numberOf, textOf } from "../endpoints/values.ts";
import type { Relay, RelayTarget } from "../fabric.ts";
import { leadsOfName } from "./domain-names.ts";
import { type Place, relayOf } from "./place.ts";

/** Who CloudFront calls origins from: the name of its prefix list. */
export const CLOUDFRONT = "cloudfront.origin-facing";

/** How viewers speak to CloudFront. */
type Viewer = "http" | "https";

/** A cache behaviour: which paths it is for, where it leads, and what it lets through. */
interface Behaviour {
  readonly text: string;
  readonly origins: readonly string[];
  readonly viewerPolicy: string;
}

/** What one behaviour leads to. */
interface Leads {
  readonly targets: readonly RelayTarget[];
  readonly unknown: string | undefined;
}

/**
 * CloudFront distributions: whoever reaches the internet reaches them, and they call their origins over the
 * internet. One relay for HTTP and one for HTTPS, since behaviours may redirect the one to the other.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export function cdnRelays(place: Place): readonly Relay[] {
  return place
    .managed("aws_cloudfront_distribution")
    .filter(({ values }) => flagOf(values.enabled, true) !== false)
    .flatMap((distribution) => [
      relayOfViewer(distribution, "http", place),
      relayOfViewer(distribution, "https", place),
    ]);
}

function relayOfViewer(distribution: Resource, viewer: Viewer, place: Place): Relay {
  const leads = behavioursOf(distribution).map((behaviour) =>
    leadsOf(distribution, behaviour, viewer, place),
  );
  return relayOf({
    address: distribution.address,
    at: "internet",
    takes: viewer === "http" ? portsOf("tcp", 80) : viewerPorts(distribution),
    opensFrom: CLOUDFRONT,
    targets: leads.flatMap(({ targets }) => targets),
    keepsClientAddress: false,
    unknown: unread(distribution) ?? leads.find(({ unknown }) => unknown !== undefined)?.unknown,
  });
}

/** HTTP/3 is over UDP. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html */
function viewerPorts({ values }: Resource): Services {
  const hasHttp3 = /http3/i.test(textOf(values.http_version) ?? "");
  return hasHttp3 ? portsOf("tcp", 443).union(portsOf("udp", 443)) : portsOf("tcp", 443);
}

function unread({ values }: Resource): string | undefined {
  return ["origin", "origin_group", "default_cache_behavior", "ordered_cache_behavior"]
    .map((name) => blocksOf(values, name).unknown)
    .find((unknown) => unknown !== undefined);
}

/** In the order in which they are tried; an origin group stands for its members. */
function behavioursOf({ values }: Resource): readonly Behaviour[] {
  const groups = new Map(
    blocksOf(values, "origin_group").found.map((group) => [
      textOf(group.origin_id),
      blocksOf(group, "member").found.map((member) => textOf(member.origin_id) ?? ""),
    ]),
  );
  const read = (block: Attributes, text: string): Behaviour => {
    const id = textOf(block.target_origin_id) ?? "";
    return {
      text,
      origins: groups.get(id) ?? [id],
      viewerPolicy: textOf(block.viewer_protocol_policy) ?? "allow-all",
    };
  };
  return [
    ...blocksOf(values, "ordered_cache_behavior").found.map((block) =>
      read(block, `behaviour ${textOf(block.path_pattern) ?? "of a path that is not known"}`),
    ),
    ...blocksOf(values, "default_cache_behavior").found.map((block) => read(block, "default behaviour")),
  ];
}

/** Only a behaviour for both lets HTTP through: the others refuse it or redirect it. */
function leadsOf(distribution: Resource, behaviour: Behaviour, viewer: Viewer, place: Place): Leads {
  if (viewer === "http" && behaviour.viewerPolicy !== "allow-all") return { targets: [], unknown: undefined };
  const origins = blocksOf(distribution.values, "origin").found;
  const leads = behaviour.origins.map((id) => {
    const origin = origins.find(({ origin_id: own }) => textOf(own) === id);
    if (origin === undefined)
      return { targets: [], unknown: `the origin ${id || "of a behaviour"} is not known` };
    return leadsOfOrigin(origin, [behaviour.text, `origin ${id}`], viewer, place);
  });
  return {
    targets: leads.flatMap(({ targets }) => targets),
    unknown: leads.find(({ unknown }) => unknown !== undefined)?.unknown,
  };
}

function leadsOfOrigin(origin: Attributes, via: readonly string[], viewer: Viewer, place: Place): Leads {
  const name = via.at(-1);
  if (blocksOf(origin, "vpc_origin_config").found.length > 0) {
    return { targets: [], unknown: `${name} is a VPC origin, which is not modelled` };
  }
  const config = blocksOf(origin, "custom_origin_config").found[0];
  // Without it the origin is a bucket.
  if (config === undefined) return { targets: [], unknown: undefined };
  const { endpoints, unknown } = leadsOfName(origin.domain_name, place);
  const services = originPorts(config, viewer);
  if (services === undefined) return { targets: [], unknown: `the port or protocol of ${name} is not known` };
  return { targets: endpoints.map((endpoint) => ({ endpoint, services, via })), unknown };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/APIReference/API_CustomOriginConfig.html */
function originPorts(config: Attributes, viewer: Viewer): Services | undefined {
  const policy = textOf(config.origin_protocol_policy);
  const isKnown = policy !== undefined && ["http-only", "https-only", "match-viewer"].includes(policy);
  const isHttp = policy === "http-only" || (policy === "match-viewer" && viewer === "http");
  const given = isHttp ? config.http_port : config.https_port;
  const port = isGiven(given) ? numberOf(given) : isHttp ? 80 : 443;
  return isKnown && port !== undefined ? portsOf("tcp", port) : undefined;
}
