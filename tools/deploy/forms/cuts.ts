import { isDeepStrictEqual } from "node:util";
import type { AcceptableCut } from "../stack-change.ts";
import { ignoresTraffic } from "./held-traffic.ts";
import { addressesIn, type ResourceBody, refersToAny, typeOfAddress } from "./resource-address.ts";
import { retirementName } from "./retirement.ts";

/** The two forms of a stack, and what the passes do about them. */
export interface FormsToCompare {
  /** The deployed resources, at their new addresses. */
  readonly deployed: ReadonlyMap<string, ResourceBody>;
  /** The wanted resources. */
  readonly wanted: ReadonlyMap<string, ResourceBody>;
  /** The addresses that only the deployed form has. */
  readonly leftovers: ReadonlySet<string>;
  /** The addresses of links that move to something else. */
  readonly movedLinks: Iterable<string>;
  /** The addresses of rules and listeners whose traffic moves. */
  readonly movedTraffic: Iterable<string>;
}

/**
 * Everything that a change cuts off for a while, since there is one of it: a server that must stop,
 * or a workload that listens on one port, with one protocol, at a time.
 */
export function cutsBetween(forms: FormsToCompare): AcceptableCut[] {
  return [...movedLinks(forms), ...stoppedServers(forms), ...movedTargets(forms), ...movedDeployments(forms)];
}

function movedLinks({ wanted, movedLinks: addresses }: FormsToCompare): AcceptableCut[] {
  return [...addresses].map((address) =>
    cutOf(wanted.get(address), `${address} moves: it is linked to nothing for about a minute`),
  );
}

/**
 * Arguments of a server that EC2 changes only while it is stopped.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/change-instance-type-of-ebs-backed-instance.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
const STOPPING_ARGUMENTS = ["instance_type", "user_data", "user_data_base64"];

function stoppedServers({ deployed, wanted }: FormsToCompare): AcceptableCut[] {
  return serversOfBoth(deployed, wanted).flatMap(([address, before, body]) => {
    const changed = STOPPING_ARGUMENTS.filter((name) => !isDeepStrictEqual(before[name], body[name]));
    if (changed.length === 0) return [];
    return [cutOf(body, `${address} stops and starts for its new ${changed.join(" and ")}: some minutes`)];
  });
}

function serversOfBoth(
  deployed: ReadonlyMap<string, ResourceBody>,
  wanted: ReadonlyMap<string, ResourceBody>,
): (readonly [string, ResourceBody, ResourceBody])[] {
  return [...wanted].flatMap(([address, body]) => {
    const before = deployed.get(address);
    if (before === undefined || typeOfAddress(address) !== "aws_instance") return [];
    return [[address, before, body] as const];
  });
}

/** Arguments with the target groups that a service or fleet registers with. */
const TARGET_ARGUMENTS: Readonly<Record<string, readonly [argument: string, when: string]>> = {
  aws_ecs_service: ["load_balancer", "from when its old tasks stop until traffic moves"],
  aws_autoscaling_group: [
    "target_group_arns",
    "from when its servers leave the old target group until traffic moves",
  ],
};

/** Workloads that stay, and leave a target group: for another port or protocol. */
function movedTargets({ deployed, wanted, leftovers }: FormsToCompare): AcceptableCut[] {
  const workloads = [...wanted].flatMap(([address, body]) => {
    const [argument, when] = TARGET_ARGUMENTS[typeOfAddress(address)] ?? [];
    if (argument === undefined || !refersToAny(deployed.get(address)?.[argument], leftovers)) return [];
    const isStill = [body[argument]].flat().length > 0 && body[argument] !== undefined;
    return isStill ? [cutOf(body, `${address} gets another target group: ${when}`)] : [];
  });
  return [...workloads, ...movedServers({ deployed, wanted, leftovers })];
}

function movedServers({
  deployed,
  wanted,
  leftovers,
}: Pick<FormsToCompare, "deployed" | "wanted" | "leftovers">): AcceptableCut[] {
  const isAttachment = (address: string) => typeOfAddress(address) === "aws_lb_target_group_attachment";
  const serversOf = (bodies: ReadonlyMap<string, ResourceBody>, isOne: (address: string) => boolean) =>
    [...bodies]
      .filter(([address]) => isAttachment(address) && isOne(address))
      .flatMap(([, body]) => [...addressesIn(body.target_id)]);
  const before = new Set(serversOf(deployed, (address) => leftovers.has(address)));
  const after = new Set(serversOf(wanted, (address) => !deployed.has(address)));
  return [...before]
    .filter((address) => after.has(address) && wanted.has(address))
    .map((address) =>
      cutOf(
        wanted.get(address),
        `${address} gets another target group: from when its program listens there until traffic moves`,
      ),
    );
}

/** Rules that ECS moves itself: nothing here knows which of the two groups has the traffic. */
function movedDeployments({ deployed, movedTraffic }: FormsToCompare): AcceptableCut[] {
  return [...movedTraffic].flatMap((address) => {
    const before = deployed.get(address);
    if (before === undefined || !ignoresTraffic(address, before)) return [];
    return [
      cutOf(
        before,
        `${address} leaves a blue/green deployment: traffic goes to its first target group until it moves, where tasks may not be`,
      ),
    ];
  });
}

function cutOf(body: ResourceBody | undefined, why: string): AcceptableCut {
  return { name: retirementName(body ?? {}), why };
}
