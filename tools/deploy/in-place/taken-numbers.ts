import { objectKey } from "../forms/object-keys.ts";
import { replacedAddress } from "../forms/replaced.ts";
import { resourcesByAddress, typeOfAddress } from "../forms/resource-address.ts";
import type { NamedForm } from "./comparable-values.ts";

/**
 * The arguments with a number that AWS gives to one rule at a time.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
const NUMBERS: Readonly<Record<string, string>> = {
  aws_lb_listener_rule: "priority",
  aws_network_acl_rule: "rule_number",
};

/**
 * Finds rules that take the number of another deployed rule, as two rules do that swap theirs.
 * Terraform changes both at a time, and AWS refuses the first: it takes two deployments.
 *
 * @param deployed the deployed forms, with everything at the address that it has in the up pass
 */
export function takenNumbers(deployed: readonly NamedForm[], wanted: readonly NamedForm[]): string[] {
  const before = new Map(deployed.map(({ name, json }) => [name, resourcesByAddress(json)]));
  return wanted.flatMap(({ name, json }) => {
    const holders = new Map(
      [...(before.get(name) ?? [])].map(([address, body]) => [objectKey(address, body), address]),
    );
    return [...resourcesByAddress(json)].flatMap(([address, body]) => {
      const argument = NUMBERS[typeOfAddress(address)];
      const key = objectKey(address, body);
      const holder = holders.get(key);
      if (argument === undefined || key === undefined || holder === undefined) return [];
      if (holder === address) return [];
      return [
        `${name}: ${address} cannot take ${argument} ${String(body[argument])} from ${replacedAddress(holder) ?? holder}, which has it until it is changed or deleted. Instead: give ${address} a free ${argument} first, deploy, and then this one.`,
      ];
    });
  });
}
