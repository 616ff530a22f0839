import { createHash } from "node:crypto";
import type { Platform } from "../../language/platform.ts";
import type { PublishSettings } from "../../language/publishing.ts";
import { required } from "../../language/required.ts";
import {
  hostsOfAttachment,
  listenerOfAttachment,
  loadBalancerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../../language/target-attachments.ts";

/** A listener rule that forwards to one target group of a workload or interface. */
export interface ListenerRulePlan {
  /**
   * The construct ID, of what the rule matches: `alb-443-rule-1f0c2b3a`; or of the priority that
   * the spec sets: `alb-443-priority-10`. It does not depend on the workload, so that a renamed
   * workload takes over the rule.
   */
  readonly id: string;
  /** The workload or interface. */
  readonly workload: string;
  /** The target group: `nginx`, or `nginx-443` for a workload's further attachment. */
  readonly targets: string;
  /** The load balancer's name in the spec. */
  readonly loadBalancer: string;
  /** The listener's port. */
  readonly port: number;
  /** Host conditions; empty: any host. */
  readonly hosts: readonly string[];
  /** Path conditions; empty: any path. */
  readonly paths: readonly string[];
  /** 1 to 50,000; the lowest matching priority wins. */
  readonly priority: number;
}

type Draft = Omit<ListenerRulePlan, "priority"> & {
  readonly priority: number | undefined;
  /** The start of the range for its derived priority. */
  readonly first: number;
};

/**
 * Plans the listener rules of everything published on application load balancers; network load
 * balancers have none.
 *
 * A workload behind the domain's entry point serves only the domain's hosts unless it sets its own,
 * so a foreign CloudFront distribution that points at the load balancer is rejected.
 *
 * Invariant: IDs are unique, and priorities are unique per listener. An ID and a derived priority
 * depend on what the rule matches, except for rare collisions of priorities; more specific rules
 * come first: host and path, path, host, then any.
 */
export function planListenerRules(
  platform: Pick<Platform, "workloads" | "interfaces" | "edge">,
): ListenerRulePlan[] {
  const drafts = targetAttachments(platform)
    .filter(({ settings: place }) => loadBalancerOfAttachment(platform, place)?.kind !== "network")
    .map((attachment) => draftOf(platform, attachment));
  const taken = new Set(
    drafts.flatMap((draft) => (draft.priority === undefined ? [] : [slotOf(draft, draft.priority)])),
  );
  const sorted = [...drafts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const priorities = new Map(sorted.map((draft) => [draft.targets, priorityOf(draft, taken)]));
  return drafts.map(({ first: _, ...draft }) => ({
    ...draft,
    priority: required(priorities, draft.targets),
  }));
}

function draftOf(
  platform: Pick<Platform, "edge">,
  { endpoint: end, targetGroup, settings: place }: TargetAttachment,
): Draft {
  const balancer = loadBalancerOfAttachment(platform, place);
  if (balancer === undefined) throw new RangeError(`unknown load balancer ${place.loadBalancer}`);
  const port = place.listenerPort ?? listenerOfAttachment(balancer, place)?.port;
  if (port === undefined) throw new RangeError("a load balancer without a listener that forwards");
  const matched = {
    loadBalancer: place.loadBalancer,
    port,
    hosts: hostsOfAttachment(platform, place),
    paths: place.paths,
  };
  return {
    id: ruleId(matched, place.priority),
    workload: end,
    targets: targetGroup,
    ...matched,
    priority: place.priority,
    first: firstPriority(place),
  };
}

/**
 * A rule whose priority the spec sets is known by it, since AWS has one rule of a priority on a
 * listener; any other by what it matches.
 */
function ruleId(
  matched: Pick<Draft, "loadBalancer" | "port" | "hosts" | "paths">,
  priority?: number,
): string {
  const end =
    priority === undefined ? `rule-${conditionsHash(matched).toString("hex", 0, 4)}` : `priority-${priority}`;
  return `${matched.loadBalancer}-${matched.port}-${end}`;
}

/** The number of derived priorities for each kind of rule. */
const COUNT = 10_000;

/** The start of a derived priority: 10,000 for the most specific kind, 40,000 for the least. */
function firstPriority({ paths, hosts }: PublishSettings): number {
  if (paths.length > 0) return hosts.length > 0 ? COUNT : 2 * COUNT;
  return hosts.length > 0 ? 3 * COUNT : 4 * COUNT;
}

function priorityOf(draft: Draft, taken: Set<string>): number {
  const { priority, first } = draft;
  if (priority !== undefined) return priority;
  let offset = conditionsHash(draft).readUInt32BE() % COUNT;
  while (taken.has(slotOf(draft, first + offset))) offset = (offset + 1) % COUNT;
  taken.add(slotOf(draft, first + offset));
  return first + offset;
}

/** A hash of what a rule matches. The order of hosts and paths does not matter to AWS. */
function conditionsHash({ hosts, paths }: Pick<Draft, "hosts" | "paths">): Buffer {
  const conditions = [[...hosts].sort(), [...paths].sort()];
  return createHash("sha256").update(JSON.stringify(conditions)).digest();
}

function slotOf({ loadBalancer, port }: Draft, priority: number): string {
  return `${loadBalancer}/${port} ${priority}`;
}
