import { createHash } from "node:crypto";
import { canonicalType } from "../../../../aws/resource-types.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { isZeroValue } from "./value-equality.ts";

/** The provider's custom plan logic for one resource type, beyond the recorded plan behavior. */
export interface CustomizeDiff {
  /** Normalizes the configuration before planning. */
  readonly normalizeConfig?: (config: ObjectValue) => ObjectValue;
  /** Sets planned values of a new resource that are known before AWS responds. */
  readonly planCreate?: (planned: ObjectValue) => ObjectValue;
  /**
   * Top-level names that this change can update in place, although they usually require
   * replacement.
   */
  readonly inPlace?: (prior: ObjectValue, config: ObjectValue) => readonly string[];
  /**
   * Top-level names for which this change requires replacement, although they can usually be
   * updated in place.
   */
  readonly requiresReplace?: (prior: ObjectValue, config: ObjectValue) => readonly string[];
}

/**
 * A certificate covers its domain name even if the alternative names omit it, and its validation
 * records are known by domain name before the records themselves, so that `for_each` can iterate
 * over them.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/acm_certificate
 */
const acmCertificate: CustomizeDiff = {
  normalizeConfig: (config) => {
    const { domain_name: domain = null, subject_alternative_names: names = null } = config;
    if (!Array.isArray(names) || names.includes(UNKNOWN) || typeof domain !== "string") return config;
    return { ...config, subject_alternative_names: [...new Set([...names, domain])] };
  },
  planCreate: (planned) => {
    const { domain_name: domain = null, subject_alternative_names: names = null } = planned;
    if (planned.validation_method !== "DNS" || typeof domain !== "string") return planned;
    const alternatives: readonly TerraformValue[] = Array.isArray(names) ? names : [];
    if (alternatives.some((name) => typeof name !== "string")) return planned;
    const options = [...new Set([domain, ...alternatives])].map((name) => ({
      domain_name: name,
      resource_record_name: UNKNOWN,
      resource_record_type: UNKNOWN,
      resource_record_value: UNKNOWN,
    }));
    return { ...planned, domain_validation_options: options };
  },
};

/**
 * A service's capacity providers can change in place when the change forces a new deployment, but
 * adding the first or removing the last requires replacement: it changes how the service launches
 * tasks.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service#capacity_provider_strategy-1
 */
const ecsService: CustomizeDiff = {
  inPlace: (prior, config) => {
    const name = "capacity_provider_strategy";
    const keepsKind = isZeroValue(prior[name] ?? null) === isZeroValue(config[name] ?? null);
    return keepsKind && config.force_new_deployment === true ? [name] : [];
  },
};

/**
 * An instance's user data is stored as its SHA-1, and changing it replaces the instance only if
 * `user_data_replace_on_change` is set.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance#user_data-1
 */
const ec2Instance: CustomizeDiff = {
  normalizeConfig: (config) => {
    const { user_data: data = null } = config;
    if (typeof data !== "string") return config;
    return { ...config, user_data: createHash("sha1").update(decodeUserData(data)).digest("hex") };
  },
  requiresReplace: (_prior, config) =>
    config.user_data_replace_on_change === true ? ["user_data", "user_data_base64"] : [],
};

/** Decodes user data given in base64; other text is used as it is. */
function decodeUserData(data: string): Buffer {
  const decoded = Buffer.from(data, "base64");
  return decoded.toString("base64") === data ? decoded : Buffer.from(data);
}

/**
 * A Network Load Balancer can gain subnets but not lose any, and can change its security groups but
 * neither gain its first nor lose its last.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb#subnets-1
 */
const loadBalancer: CustomizeDiff = {
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

const CUSTOMIZE_DIFFS: Readonly<Record<string, CustomizeDiff>> = {
  aws_acm_certificate: acmCertificate,
  aws_ecs_service: ecsService,
  aws_instance: ec2Instance,
  aws_lb: loadBalancer,
};

/** The custom plan logic of a type; empty if it has none. */
export function customizeDiffOf(type: string): CustomizeDiff {
  return CUSTOMIZE_DIFFS[canonicalType(type)] ?? {};
}
