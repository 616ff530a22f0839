import { CLOUDFRONT, VISITOR } from "./platform-outsiders.ts";
import type { TerraformFolder, TerraformResource, Values } from "./terraform-folder.ts";

/** What takes connections of TCP and opens others: software, which the kernel's layout has none of. */
export interface PlatformRelay {
  /** Where it takes them: a thing, or an address on the internet. */
  readonly at: string;
  readonly port: number;
  readonly opensFrom: string;
  readonly targets: readonly { readonly thing: string; readonly port: number }[];
}

/** The listeners of some stacks' load balancers, and their CloudFront distributions. @throws Error for network load balancers. */
export function relaysOf(folder: TerraformFolder): PlatformRelay[] {
  return [...listenersOf(folder), ...distributionsOf(folder)];
}

function listenersOf(folder: TerraformFolder): PlatformRelay[] {
  const strange = folder.ofType("aws_lb").find(({ values }) => values.load_balancer_type !== "application");
  if (strange !== undefined) throw new Error(`${strange.address} is not translated`);
  const rules = folder.ofType("aws_lb_listener_rule");
  return folder.ofType("aws_lb_listener").map(({ address, values }) => {
    const own = rules.filter((rule) => rule.values.listener_arn === address);
    const actions = [values.default_action, ...own.map((rule) => rule.values.action)].flat() as Values[];
    const groups = actions.flatMap(({ target_group_arn }) => target_group_arn ?? []);
    const at = folder.at(values.load_balancer_arn).address;
    return {
      at,
      port: values.port as number,
      opensFrom: at,
      targets: groups.flatMap((group) => membersOf(folder, folder.at(group))),
    };
  });
}

/** On the internet, for HTTPS; its origins are load balancers, by their HTTPS ports. */
function distributionsOf(folder: TerraformFolder): PlatformRelay[] {
  return folder.ofType("aws_cloudfront_distribution").map(({ values }) => ({
    at: VISITOR,
    port: 443,
    opensFrom: CLOUDFRONT,
    targets: (values.origin as Values[]).map((origin) => ({
      thing: folder.at(origin.domain_name).address,
      port: (origin.custom_origin_config as Values).https_port as number,
    })),
  }));
}

function membersOf(
  folder: TerraformFolder,
  { address: group, values }: TerraformResource,
): PlatformRelay["targets"] {
  const port = values.port as number;
  const attached = folder
    .ofType("aws_lb_target_group_attachment")
    .filter((one) => one.values.target_group_arn === group)
    .map((one) => ({
      thing: folder.at(one.values.target_id).address,
      port: (one.values.port as number | undefined) ?? port,
    }));
  const fleets = folder
    .ofType("aws_autoscaling_group")
    .filter((one) => (one.values.target_group_arns as unknown[] | undefined)?.includes(group))
    .map(({ address }) => ({ thing: address, port }));
  const services = folder
    .ofType("aws_ecs_service")
    .flatMap(({ address, values: { load_balancer } }) =>
      ((load_balancer ?? []) as Values[])
        .filter(({ target_group_arn }) => target_group_arn === group)
        .map(({ container_port }) => ({ thing: address, port: container_port as number })),
    );
  return [...attached, ...fleets, ...services];
}
