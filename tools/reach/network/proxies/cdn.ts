import { CLOUDFRONT_ORIGIN_FACING } from "../../../../aws/prefix-lists.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import {
  type Attributes,
  attributeBlocks,
  attributeFlag,
  attributeNumber,
  attributeText,
  isGiven,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkProxy, ProxyTarget } from "../endpoint-model.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import { transportOn } from "../endpoints/ports.ts";
import type { ModelContext } from "../model-context.ts";
import { targetOfVpcOrigin } from "../vpc-origins.ts";
import { resolveDomainName } from "./domain-names.ts";
import { buildProxy } from "./proxy-parts.ts";

/** The protocol between viewers and CloudFront. */
type Viewer = "http" | "https";

/** A cache behaviour: its path pattern, origins and viewer protocol policy. */
interface Behaviour {
  readonly text: string;
  readonly origins: readonly string[];
  readonly viewerPolicy: string;
}

/** The targets of one behaviour. */
interface OriginTargets {
  readonly targets: readonly ProxyTarget[];
  readonly unknown: string | undefined;
}

/**
 * Reads CloudFront distributions. Any host with internet access reaches them, and they call their
 * origins over the internet. HTTP and HTTPS are separate proxies, since behaviours may redirect
 * HTTP to HTTPS.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export function cdnProxies(context: ModelContext): readonly NetworkProxy[] {
  return context
    .managed("aws_cloudfront_distribution")
    .filter(({ values }) => attributeFlag(values.enabled, true) !== false)
    .flatMap((distribution) => [
      viewerProxy(distribution, "http", context),
      viewerProxy(distribution, "https", context),
    ]);
}

function viewerProxy(distribution: Resource, viewer: Viewer, context: ModelContext): NetworkProxy {
  const leads = behavioursOf(distribution).map((behaviour) =>
    originTargets(distribution, behaviour, viewer, context),
  );
  return buildProxy({
    address: distribution.address,
    servedBy: "internet",
    frontend: viewer === "http" ? transportOn("tcp", 80) : viewerPorts(distribution),
    backendSource: CLOUDFRONT_ORIGIN_FACING,
    targets: leads.flatMap(({ targets }) => targets),
    keepsClientAddress: false,
    unknown: unread(distribution) ?? leads.find(({ unknown }) => unknown !== undefined)?.unknown,
  });
}

/**
 * The ports of HTTPS viewers; HTTP/3 uses UDP.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html
 */
function viewerPorts({ values }: Resource): TransportSet {
  const hasHttp3 = /http3/i.test(attributeText(values.http_version) ?? "");
  return hasHttp3 ? transportOn("tcp", 443).union(transportOn("udp", 443)) : transportOn("tcp", 443);
}

function unread({ values }: Resource): string | undefined {
  return ["origin", "origin_group", "default_cache_behavior", "ordered_cache_behavior"]
    .map((name) => attributeBlocks(values, name).unknown)
    .find((unknown) => unknown !== undefined);
}

/**
 * Behaviours in the order in which they are matched; an origin group is replaced by its members.
 */
function behavioursOf({ values }: Resource): readonly Behaviour[] {
  const groups = new Map(
    attributeBlocks(values, "origin_group").items.map((group) => [
      attributeText(group.origin_id),
      attributeBlocks(group, "member").items.map((member) => attributeText(member.origin_id) ?? ""),
    ]),
  );
  const read = (block: Attributes, text: string): Behaviour => {
    const id = attributeText(block.target_origin_id) ?? "";
    return {
      text,
      origins: groups.get(id) ?? [id],
      viewerPolicy: attributeText(block.viewer_protocol_policy) ?? "allow-all",
    };
  };
  return [
    ...attributeBlocks(values, "ordered_cache_behavior").items.map((block) =>
      read(block, `behaviour ${attributeText(block.path_pattern) ?? "of an unknown path"}`),
    ),
    ...attributeBlocks(values, "default_cache_behavior").items.map((block) =>
      read(block, "default behaviour"),
    ),
  ];
}

/**
 * The targets of a behaviour for a viewer protocol. Only the `allow-all` policy admits HTTP; the
 * others reject or redirect it.
 */
function originTargets(
  distribution: Resource,
  behaviour: Behaviour,
  viewer: Viewer,
  context: ModelContext,
): OriginTargets {
  if (viewer === "http" && behaviour.viewerPolicy !== "allow-all") return { targets: [], unknown: undefined };
  const origins = attributeBlocks(distribution.values, "origin").items;
  const leads = behaviour.origins.map((id) => {
    const origin = origins.find(({ origin_id: own }) => attributeText(own) === id);
    if (origin === undefined)
      return { targets: [], unknown: `the origin ${id || "of a behaviour"} is unknown` };
    return targetsOfOrigin(distribution, origin, [behaviour.text, `origin ${id}`], viewer, context);
  });
  return {
    targets: leads.flatMap(({ targets }) => targets),
    unknown: leads.find(({ unknown }) => unknown !== undefined)?.unknown,
  };
}

function targetsOfOrigin(
  distribution: Resource,
  origin: Attributes,
  via: readonly string[],
  viewer: Viewer,
  context: ModelContext,
): OriginTargets {
  const name = via.at(-1);
  const [vpcConfig] = attributeBlocks(origin, "vpc_origin_config").items;
  if (vpcConfig !== undefined) {
    const id = vpcConfig.vpc_origin_id;
    const vpcOrigin = context.resolver.namedResource(distribution, id, "aws_cloudfront_vpc_origin");
    return vpcOrigin === undefined
      ? { targets: [], unknown: `the VPC origin of ${name} is not in these files` }
      : targetsOfVpcOrigin(vpcOrigin, via, viewer, context);
  }
  const config = attributeBlocks(origin, "custom_origin_config").items[0];
  // Without this block the origin is a bucket.
  if (config === undefined) return { targets: [], unknown: undefined };
  const { endpoints, unknown } = resolveDomainName(origin.domain_name, context);
  const transport = originPorts(config, viewer);
  if (transport === undefined) return { targets: [], unknown: `the port or protocol of ${name} is unknown` };
  return { targets: endpoints.map((endpoint) => ({ endpoint, transport, via })), unknown };
}

function targetsOfVpcOrigin(
  vpcOrigin: Resource,
  via: readonly string[],
  viewer: Viewer,
  context: ModelContext,
): OriginTargets {
  const [config] = attributeBlocks(vpcOrigin.values, "vpc_origin_endpoint_config").items;
  const endpoint = targetOfVpcOrigin(context, vpcOrigin);
  const transport = config === undefined ? undefined : originPorts(config, viewer);
  if (endpoint === undefined || !buildEndpoints(context).has(endpoint))
    return { targets: [], unknown: `the target of ${vpcOrigin.address} is not in these files` };
  if (transport === undefined)
    return { targets: [], unknown: `the port or protocol of ${vpcOrigin.address} is unknown` };
  return { targets: [{ endpoint, transport, via: [...via, vpcOrigin.address] }], unknown: undefined };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/APIReference/API_CustomOriginConfig.html */
function originPorts(config: Attributes, viewer: Viewer): TransportSet | undefined {
  const policy = attributeText(config.origin_protocol_policy);
  const isKnown = policy !== undefined && ["http-only", "https-only", "match-viewer"].includes(policy);
  const isHttp = policy === "http-only" || (policy === "match-viewer" && viewer === "http");
  const given = isHttp ? config.http_port : config.https_port;
  const port = isGiven(given) ? attributeNumber(given) : isHttp ? 80 : 443;
  return isKnown && port !== undefined ? transportOn("tcp", port) : undefined;
}
