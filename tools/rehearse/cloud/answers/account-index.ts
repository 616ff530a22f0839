import type { AccountView, CloudResource } from "../contracts.ts";
import { defaultNetworks } from "./default-network.ts";
import { impliedBy } from "./implied.ts";
import { textOf } from "./read.ts";

/** An account's list of resources stays the same until something changes: so does what it implies. */
const implications = new WeakMap<readonly CloudResource[], readonly CloudResource[]>();

function implied(account: AccountView): readonly CloudResource[] {
  const all = account.resources();
  const known = implications.get(all);
  if (known !== undefined) return known;
  const made = [
    ...all.flatMap((resource) => impliedBy(resource, account)),
    ...defaultNetworks(account.accountId),
  ];
  implications.set(all, made);
  return made;
}

/** All resources of the types given, with those that AWS made along with others or put there itself. */
export function living(account: AccountView, ...types: readonly string[]): readonly CloudResource[] {
  const found = new Map<string, CloudResource>();
  const others = implied(account).filter(({ type }) => types.includes(type));
  for (const resource of [...types.flatMap((type) => account.resources(type)), ...others]) {
    const key = `${resource.type}/${resource.region}/${resource.id}`;
    if (!found.has(key)) found.set(key, resource);
  }
  return [...found.values()];
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
