import { partitionOfRegion } from "../../../../../aws/regions.ts";
import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import { generateUniqueSuffix } from "../../computed-values/attribute-rules/generated-names.ts";
import { deterministicNumber, deterministicToken } from "../../computed-values/deterministic-values.ts";
import { vpcIdOfSubnets } from "../../computed-values/existing-resources.ts";
import { simulatedRegion } from "../../computed-values/regions.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import { isDelete, violationIf } from "../../constraints/support/constraint-helpers.ts";
import { isZeroValue } from "../../schema-only-planner/value-equality.ts";
import type { CallContext, Constraint, ReadonlyAccount, SimulatedResource } from "../../simulator-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "../../terraform-value.ts";
import { implicitNetworkInterface } from "../ec2-network/implicit-interface.ts";
import type { CustomizeDiff, ServiceResources } from "../service-resources.ts";

const LOAD_BALANCER_KINDS: Readonly<Record<string, string>> = {
  application: "app",
  network: "net",
  gateway: "gwy",
};

/** The part of the ARN after `loadbalancer/`: `app/cybershield-alb/50dc6c495c0c9188`. */
function loadBalancerSuffix(context: ValueContext): string {
  const kind = LOAD_BALANCER_KINDS[resolveString(context, "load_balancer_type")] ?? "app";
  return renderTemplate(`${kind}/{name}/{hex:16}`, context);
}

function loadBalancerDnsName(context: ValueContext): string {
  const isNetwork = resolveString(context, "load_balancer_type") === "network";
  if (isNetwork) return renderTemplate("{name}-{hex:16}.elb.{region}.amazonaws.com", context);
  const internalPrefix = context.resolve("internal") === true ? "internal-" : "";
  return renderTemplate(
    `${internalPrefix}{name}-${1_000_000_000 + deterministicNumber(context.seed, 999_999_999)}.{region}.elb.amazonaws.com`,
    context,
  );
}

const loadBalancer: ValueGenerators = {
  id: "{arn}",
  arn: (context) =>
    `${renderTemplate("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/", context)}${loadBalancerSuffix(context)}`,
  arn_suffix: loadBalancerSuffix,
  name: (context) => `${resolveString(context, "name_prefix") || "tf-lb-"}${generateUniqueSuffix(context)}`,
  dns_name: loadBalancerDnsName,
  zone_id: (context) =>
    resolveString(context, "load_balancer_type") === "network"
      ? simulatedRegion(context.region).hostedZones.networkLoadBalancer
      : simulatedRegion(context.region).hostedZones.applicationLoadBalancer,
  vpc_id: (context) => vpcIdOfSubnets(context.account, resolveStrings(context, "subnets")) ?? "",
  internal: false,
  ip_address_type: "ipv4",
  enforce_security_group_inbound_rules_on_private_link_traffic: (context) =>
    resolveString(context, "load_balancer_type") === "network" &&
    resolveStrings(context, "security_groups").length > 0
      ? "on"
      : "",
  subnets: (context) => {
    const mapping = context.resolve("subnet_mapping");
    if (!Array.isArray(mapping)) return [];
    return mapping.flatMap((entry) =>
      isObjectValue(entry) && typeof entry.subnet_id === "string" ? [entry.subnet_id] : [],
    );
  },
  subnet_mapping: (context) =>
    resolveStrings(context, "subnets").map((subnet_id) => ({
      subnet_id,
      allocation_id: "",
      ipv6_address: "",
      outpost_id: "",
      private_ipv4_address: "",
    })),
  "subnet_mapping.outpost_id": "",
  security_groups: [],
};

function readElbServiceAccount(config: ObjectValue, context: CallContext): ObjectValue {
  const id = simulatedRegion(stringAttribute(config, "region") ?? context.region).elbLogAccount;
  return { id, arn: `arn:${partitionOfRegion(context.region).id}:iam::${id}:root` };
}

function readLoadBalancerZone(config: ObjectValue, context: CallContext): ObjectValue {
  const { hostedZones } = simulatedRegion(stringAttribute(config, "region") ?? context.region);
  const type = stringAttribute(config, "load_balancer_type") ?? "application";
  return {
    id: type === "network" ? hostedZones.networkLoadBalancer : hostedZones.applicationLoadBalancer,
    load_balancer_type: type,
  };
}

/** The network interfaces of a load balancer: one in each subnet. */
function loadBalancerInterfaces(
  owner: SimulatedResource,
  account: ReadonlyAccount,
): readonly SimulatedResource[] {
  return stringListAttribute(owner.values, "subnets").map((subnet) =>
    implicitNetworkInterface(
      owner,
      `eni-0${deterministicToken(`${owner.id}/${subnet}`, "hex", 16)}`,
      subnet,
      account,
    ),
  );
}

/** A load balancer with deletion protection cannot be deleted. */
const loadBalancerProtected: Constraint = {
  name: "load-balancer-protected",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  errorCodes: ["OperationNotPermitted"],
  types: ["aws_lb"],
  check(change) {
    const isProtected = isDelete(change) && change.before.enable_deletion_protection === true;
    return violationIf(
      isProtected,
      "OperationNotPermitted",
      `Load balancer '${stringAttribute(change.before, "arn")}' cannot be deleted because deletion protection is enabled`,
    );
  },
};

/**
 * A Network Load Balancer can gain subnets but not lose any, and can change its security groups but
 * neither gain its first nor lose its last.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb#subnets-1
 */
const loadBalancerDiff: CustomizeDiff = {
  requiresReplace: (prior, config) => {
    if (config.load_balancer_type !== "network") return [];
    const [subnets, configuredSubnets] = [toList(prior.subnets), toList(config.subnets)];
    const removesSubnets =
      configuredSubnets.length > 0 && subnets.some((subnet) => !configuredSubnets.includes(subnet));
    const [groups, configuredGroups] = [prior.security_groups ?? null, config.security_groups ?? null];
    const gainsOrLosesGroups =
      configuredGroups !== null && isZeroValue(groups) !== isZeroValue(configuredGroups);
    return [...(removesSubnets ? ["subnets"] : []), ...(gainsOrLosesGroups ? ["security_groups"] : [])];
  },
};

function toList(value: TerraformValue | undefined): readonly TerraformValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Load balancers. */
export const elbLoadBalancerResources: ServiceResources = {
  types: {
    aws_lb: {
      customizeDiff: loadBalancerDiff,
      dependentOf: ["aws_vpc", "aws_subnet"],
      limitsSecurityGroups: true,
      values: loadBalancer,
      uniqueName: {
        attribute: "name",
        code: "DuplicateLoadBalancerName",
        message: "A load balancer with the same name '{}' exists, but with different settings",
      },
      notFound: { code: "LoadBalancerNotFound", message: "Load balancers '[{}]' not found" },
      implicitResources: loadBalancerInterfaces,
    },
    aws_lb_trust_store: {
      values: {
        id: "{arn}",
        arn: arnTemplate("elasticloadbalancing:{region}:{account}:truststore/{name}/{hex:16}"),
      },
    },
    aws_elb: {
      values: {
        id: "{name}",
        arn: arnTemplate("elasticloadbalancing:{region}:{account}:loadbalancer/{name}"),
        dns_name: "{name}-{digits:10}.{region}.elb.amazonaws.com",
        zone_id: (context) => simulatedRegion(context.region).hostedZones.applicationLoadBalancer,
        source_security_group: "{account}/default",
      },
    },
    aws_elb_service_account: { computeInProvider: readElbServiceAccount },
    aws_lb_hosted_zone_id: { computeInProvider: readLoadBalancerZone },
  },
  constraints: [loadBalancerProtected],
};
