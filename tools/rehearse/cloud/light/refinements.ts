import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";

/** What the provider computes for one resource type in code of its own, beside what can be learnt by asking. */
export interface Refinement {
  /** What the provider makes of what the user wrote, before it plans. */
  readonly config?: (config: ObjectValue) => ObjectValue;
  /** What the provider knows of a new resource before AWS has answered. */
  readonly created?: (planned: ObjectValue) => ObjectValue;
  /** Whether a change that else needs a new resource can be made in place, by the change's top-level name. */
  readonly inPlace?: (name: string, config: ObjectValue) => boolean;
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
 * A service's capacity providers can change in place when the change starts a new deployment.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service#capacity_provider_strategy-1
 */
const service: Refinement = {
  inPlace: (name, config) => name === "capacity_provider_strategy" && config.force_new_deployment === true,
};

const REFINEMENTS: Readonly<Record<string, Refinement>> = {
  aws_acm_certificate: certificate,
  aws_ecs_service: service,
};

/** What is known of a type besides its schema and facts. */
export function refinementOf(type: string): Refinement {
  return REFINEMENTS[type] ?? {};
}
