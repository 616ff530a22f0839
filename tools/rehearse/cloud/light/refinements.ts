import { createHash } from "node:crypto";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { isZero } from "./same-value.ts";

/** What the provider computes for one resource type in code of its own, beside what can be learnt by asking. */
export interface Refinement {
  /** What the provider makes of what the user wrote, before it plans. */
  readonly config?: (config: ObjectValue) => ObjectValue;
  /** What the provider knows of a new resource before AWS has answered. */
  readonly created?: (planned: ObjectValue) => ObjectValue;
  /** Top-level names whose change can be made in place, though it mostly needs a new resource. */
  readonly inPlace?: (prior: ObjectValue, config: ObjectValue) => readonly string[];
  /** Top-level names whose change needs a new resource, though it mostly can be made in place. */
  readonly replaced?: (prior: ObjectValue, config: ObjectValue) => readonly string[];
}

/**
 * A certificate covers its domain name, whether or not the alternative names have it, and its validation
 * records are known by domain name before the records themselves, so that `for_each` can go over them.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/acm_certificate
 */
const certificate: Refinement = {
  config: (config) => {
    const { domain_name: domain = null, subject_alternative_names: names = null } = config;
    if (!Array.isArray(names) || names.includes(UNKNOWN) || typeof domain !== "string") return config;
    return { ...config, subject_alternative_names: [...new Set([...names, domain])] };
  },
  created: (planned) => {
    const { domain_name: domain = null, subject_alternative_names: names = null } = planned;
    if (planned.validation_method !== "DNS" || typeof domain !== "string") return planned;
    const alternatives: readonly Value[] = Array.isArray(names) ? names : [];
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
 * A service's capacity providers can change in place when the change starts a new deployment, but not come or
 * go: that changes how it is launched.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service#capacity_provider_strategy-1
 */
const service: Refinement = {
  inPlace: (prior, config) => {
    const name = "capacity_provider_strategy";
    const stays = isZero(prior[name] ?? null) === isZero(config[name] ?? null);
    return stays && config.force_new_deployment === true ? [name] : [];
  },
};

/**
 * An instance's user data is kept as its SHA-1, and a change of it replaces the instance only where the user
 * says so.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance#user_data-1
 */
const instance: Refinement = {
  config: (config) => {
    const { user_data: data = null } = config;
    if (typeof data !== "string") return config;
    return { ...config, user_data: createHash("sha1").update(plainData(data)).digest("hex") };
  },
  replaced: (_prior, config) =>
    config.user_data_replace_on_change === true ? ["user_data", "user_data_base64"] : [],
};

/** User data may be given in base64: the text it stands for counts. */
function plainData(data: string): Buffer {
  const decoded = Buffer.from(data, "base64");
  return decoded.toString("base64") === data ? decoded : Buffer.from(data);
}

/**
 * A network load balancer can get subnets but lose none, and can change its security groups but neither get its
 * first nor lose its last.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb#subnets-1
 */
const loadBalancer: Refinement = {
  replaced: (prior, config) => {
    if (config.load_balancer_type !== "network") return [];
    const [subnets, written] = [listOf(prior.subnets), listOf(config.subnets)];
    const loses = written.length > 0 && subnets.some((subnet) => !written.includes(subnet));
    const [groups, groupsWritten] = [prior.security_groups ?? null, config.security_groups ?? null];
    const turns = groupsWritten !== null && isZero(groups) !== isZero(groupsWritten);
    return [...(loses ? ["subnets"] : []), ...(turns ? ["security_groups"] : [])];
  },
};

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

const REFINEMENTS: Readonly<Record<string, Refinement>> = {
  aws_acm_certificate: certificate,
  aws_ecs_service: service,
  aws_alb: loadBalancer,
  aws_instance: instance,
  aws_lb: loadBalancer,
};

/** What is known of a type besides its schema and facts. */
export function refinementOf(type: string): Refinement {
  return REFINEMENTS[type] ?? {};
}
