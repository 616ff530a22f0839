import type { Fabric, GroupRule, SecurityGroup } from "../model/fabric.ts";
import { EVERY_ADDRESS, NO_ADDRESS } from "../packets/addresses.ts";
import type { Direction } from "../walk/groups.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import type { Holder } from "./holders.ts";
import type { Subject } from "./subject.ts";
import { sayPeer, wordOf } from "./words.ts";

/**
 * A rule that opens one end of a flow while the other end stays closed: nothing gets through. Whatever else
 * the far end's interfaces have for groups counts.
 */
export const oneSidedFlows: LintRule = {
  code: "ONE_SIDED_FLOW",
  about: "security-group rules whose far end does not take, or may not send, any of it",
  says: ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html#security-group-basics"],
  find(subject) {
    return [...subject.fabric.groups.values()].flatMap((group) => [
      ...oneSided(subject, group, "egress"),
      ...oneSided(subject, group, "ingress"),
    ]);
  },
};

function oneSided(subject: Subject, group: SecurityGroup, direction: Direction): Found[] {
  const near = withGroup(subject, group.address);
  return group[direction].flatMap((rule) => {
    const far = farEnd(subject, rule);
    if (far.length === 0) return [];
    const isMet = near.some((one) => far.some((other) => meets(subject.fabric, one, other, rule, direction)));
    return isMet ? [] : [found(group, rule, direction)];
  });
}

/** Who has a group; where nobody has, somebody who has it and nothing else, anywhere. */
function withGroup({ holders }: Subject, group: string): readonly Holder[] {
  const found = holders.filter(({ groups }) => groups.includes(group));
  if (found.length > 0) return found;
  return [{ address: group, addresses: EVERY_ADDRESS, isExact: false, groups: [group], mayHaveMore: false }];
}

/** Who a rule speaks of: of addresses only when it is certain who has each of them. */
function farEnd(subject: Subject, { peer }: GroupRule): readonly Holder[] {
  if (peer.kind === "unknown") return [];
  if (peer.kind === "group") return withGroup(subject, peer.group);
  const found = subject.holders.filter(
    ({ isExact, addresses }) => isExact && addresses.overlaps(peer.addresses),
  );
  const all = found.reduce((sum, { addresses }) => sum.union(addresses), NO_ADDRESS);
  return all.covers(peer.addresses) ? found : [];
}

/** Whether the far end's own rules may admit something of what this rule opens at the near end. */
function meets(fabric: Fabric, near: Holder, far: Holder, rule: GroupRule, direction: Direction): boolean {
  if (far.mayHaveMore || far.groups.length === 0) return true;
  return far.groups.some((address) => {
    const group = fabric.groups.get(address);
    if (group === undefined || group.unknown !== undefined) return true;
    return group[direction === "egress" ? "ingress" : "egress"].some(
      (other) => other.services.overlaps(rule.services) && maySpeakOf(other, near),
    );
  });
}

function maySpeakOf({ peer }: GroupRule, holder: Holder): boolean {
  if (peer.kind === "unknown") return true;
  if (peer.kind === "group") return holder.mayHaveMore || holder.groups.includes(peer.group);
  return peer.addresses.overlaps(holder.addresses);
}

function found(group: SecurityGroup, rule: GroupRule, direction: Direction): Found {
  const [name, peer, services] = [shortName(group.address), sayPeer(rule), rule.services.say()];
  const other = direction === "egress" ? "ingress" : "egress";
  const text =
    direction === "egress"
      ? `lets ${name} send ${services} to ${peer}, which lets none of it in`
      : `lets ${name} take ${services} from ${peer}, which may send none of it`;
  const wanted = `add an ${wordOf(other)} rule to ${peer} for ${services} ${direction === "egress" ? "from" : "to"} ${name}`;
  return { severity: "error", address: rule.origin, text, fix: `${wanted}, or remove this rule` };
}
