import type { AccountView, CloudResource } from "../contracts.ts";
import { impliedBy } from "./implied.ts";
import { textOf } from "./read.ts";

/** An account's list of resources stays the same until something changes: so does what it implies. */
const implications = new WeakMap<readonly CloudResource[], readonly CloudResource[]>();

function implied(account: AccountView): readonly CloudResource[] {
  const all = account.resources();
  const known = implications.get(all);
  if (known !== undefined) return known;
  const made = all.flatMap((resource) => impliedBy(resource, account));
  implications.set(all, made);
  return made;
}

/** All resources of the types given, with those that AWS made along with others. */
export function living(account: AccountView, ...types: readonly string[]): readonly CloudResource[] {
  const own = types.flatMap((type) => account.resources(type));
  const ids = new Set(own.map((resource) => `${resource.type}/${resource.id}`));
  const others = implied(account).filter(({ type, id }) => types.includes(type) && !ids.has(`${type}/${id}`));
  return [...own, ...others];
}

/** The resource of one of `types` whose id or ARN is `reference`. */
export function find(
  account: AccountView,
  reference: string | undefined,
  ...types: readonly string[]
): CloudResource | undefined {
  if (reference === undefined) return undefined;
  return living(account, ...types).find(
    (resource) => resource.id === reference || resource.values.arn === reference,
  );
}

/** The VPC that the first known of these subnets stands in. */
export function vpcOfSubnets(account: AccountView, subnetIds: readonly string[]): string | undefined {
  return textOf(find(account, subnetIds[0], "aws_subnet", "aws_default_subnet")?.values, "vpc_id");
}
