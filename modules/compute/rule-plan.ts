import { createHash } from "node:crypto";
import type { Platform } from "../../language/platform.ts";
import {
  listenerOfAttachment,
  loadBalancerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../../language/target-attachments.ts";
import type { PublishSettings } from "../../language/workloads.ts";

/** The rule by which a listener sends requests to one place of a workload or interface. */
export interface ListenerRulePlan {
  /** The workload or interface. */
  readonly workload: string;
  /** The targets that it leads to: `nginx`; `nginx-443` for a workload's further place. */
  readonly targets: string;
  readonly loadBalancer: string;
  /** The listener, by its port. */
  readonly port: number;
  /** Host names it answers for; none: any. */
  readonly hosts: readonly string[];
  /** Path patterns it answers for; none: any. */
  readonly paths: readonly string[];
  /** 1 to 50,000: the lowest matching wins. */
  readonly priority: number;
}

type Draft = Omit<ListenerRulePlan, "priority"> & {
  readonly priority: number | undefined;
  /** Where its derived priority begins. */
  readonly first: number;
};

/**
 * The listener rules of all that is published on application load balancers. A network load balancer has none.
 *
 * A workload behind the domain's entry answers for the domain's hosts only, unless it says its own: a
 * stranger's CloudFront distribution that points at the load balancer asks for another host and is refused.
 *
 * Law: no two rules of one listener share a priority; a priority that the spec does not say depends on the
 * targets' name and how narrow its rule is (but for a clash of numbers, one in thousands); the narrower comes
 * first: paths on hosts of its own, paths, hosts of its own, and what answers for all the rest.
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
  const sorted = [...drafts].sort((a, b) => (a.targets < b.targets ? -1 : 1));
  const priorities = new Map(sorted.map((draft) => [draft.targets, priorityOf(draft, taken)]));
  return drafts.map(({ first: _, ...draft }) => ({ ...draft, priority: priorities.get(draft.targets)! }));
}

function draftOf(
  platform: Pick<Platform, "edge">,
  { endpoint: end, targetGroup, settings: place }: TargetAttachment,
): Draft {
  const balancer = loadBalancerOfAttachment(platform, place);
  if (balancer === undefined) throw new RangeError(`unknown load balancer ${place.loadBalancer}`);
  const port = place.listenerPort ?? listenerOfAttachment(balancer, place)?.port;
  if (port === undefined) throw new RangeError("a load balancer without a listener that forwards");
  return {
    workload: end,
    targets: targetGroup,
    loadBalancer: place.loadBalancer,
    port,
    hosts: hostsOf(platform, place),
    paths: place.paths,
    priority: place.priority,
    first: firstPriority(place),
  };
}

function hostsOf({ edge }: Pick<Platform, "edge">, publish: PublishSettings): readonly string[] {
  if (publish.hosts.length > 0) return publish.hosts;
  return edge.domain?.entry === publish.loadBalancer ? edge.domain.hosts : [];
}

/** How many derived priorities each kind of rule has. */
const COUNT = 10_000;

/** Where a rule's derived priority begins: 10,000 for the narrowest kind, 40,000 for the widest. */
function firstPriority({ paths, hosts }: PublishSettings): number {
  if (paths.length > 0) return hosts.length > 0 ? COUNT : 2 * COUNT;
  return hosts.length > 0 ? 3 * COUNT : 4 * COUNT;
}

function priorityOf(draft: Draft, taken: Set<string>): number {
  const { priority, first } = draft;
  if (priority !== undefined) return priority;
  let offset = createHash("sha256").update(draft.targets).digest().readUInt32BE() % COUNT;
  while (taken.has(slotOf(draft, first + offset))) offset = (offset + 1) % COUNT;
  taken.add(slotOf(draft, first + offset));
  return first + offset;
}

function slotOf({ loadBalancer, port }: Draft, priority: number): string {
  return `${loadBalancer}/${port} ${priority}`;
}
