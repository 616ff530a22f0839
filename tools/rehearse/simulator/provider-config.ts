import type { ObjectValue, TerraformValue } from "./terraform-value.ts";

/** How often the provider asks AWS again by default: https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries-1 */
const DEFAULT_MAX_RETRIES = 25;

/** What the simulation takes from a provider's configuration. */
export interface ProviderSettings {
  readonly region: string;
  /** How often a throttled call is tried again before it fails. */
  readonly maxRetries: number;
}

/** Arguments that stand for an account, a way to it or a way around it: none may have an effect. */
const AWS_ACCESS_ARGUMENTS = [
  "profile",
  "token",
  "shared_config_files",
  "shared_credentials_files",
  "allowed_account_ids",
  "forbidden_account_ids",
  "custom_ca_bundle",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "ec2_metadata_service_endpoint",
  "ec2_metadata_service_endpoint_mode",
] as const;
const AWS_ACCESS_BLOCKS = ["assume_role", "assume_role_with_web_identity", "endpoints"] as const;

/** Dummy keys, and no question to AWS while the provider is configured. */
const OFFLINE_ARGUMENTS: ObjectValue = {
  access_key: "AKIAREHEARSAL0000000",
  secret_key: "rehearsal",
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: "true",
  max_retries: 1,
};

/**
 * The configuration the provider gets in place of the user's: the same region, tags and checks, and no
 * way to AWS. So the synthesized files can stay byte for byte as for AWS.
 * @param defaultRegion - for a provider that names none; without it the provider says what it misses
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
export function offlineProviderConfig(config: ObjectValue, defaultRegion?: string): ObjectValue {
  const replaced: Record<string, TerraformValue> = { ...OFFLINE_ARGUMENTS };
  for (const name of AWS_ACCESS_ARGUMENTS) replaced[name] = null;
  for (const name of AWS_ACCESS_BLOCKS) replaced[name] = [];
  replaced.region = config.region ?? defaultRegion ?? null;
  // A provider that does not know one of these must not be given it.
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      name in replaced ? (replaced[name] ?? null) : value,
    ]),
  );
}

/** Reads what the simulation needs from the configuration; a region that is not known yet is us-east-1. */
export function parseProviderSettings(config: ObjectValue): ProviderSettings {
  const { region, max_retries } = config;
  return {
    region: typeof region === "string" && region !== "" ? region : "us-east-1",
    maxRetries: typeof max_retries === "number" ? max_retries : DEFAULT_MAX_RETRIES,
  };
}
