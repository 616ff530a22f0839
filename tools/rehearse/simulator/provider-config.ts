import type { ObjectValue, TerraformValue } from "./terraform-value.ts";

/**
 * The provider's default number of retries:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries-1
 */
const DEFAULT_MAX_RETRIES = 25;

/** The settings that the simulation reads from a provider's configuration. */
export interface ProviderSettings {
  /** The region of its calls: `us-east-1`. */
  readonly region: string;
  /** The number of retries before a throttled call fails. */
  readonly maxRetries: number;
}

/**
 * Arguments that select an account, the access to it or an alternative endpoint: none may have an
 * effect.
 */
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

/** Dummy credentials, and no AWS calls while the provider is configured. */
const OFFLINE_ARGUMENTS: ObjectValue = {
  access_key: "AKIAREHEARSAL0000000",
  secret_key: "rehearsal",
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: "true",
  max_retries: 1,
};

/**
 * Rewrites the user's provider configuration: same region, tags and checks, but no access to AWS.
 * So the synthesized files stay byte for byte as they are for AWS.
 * @param defaultRegion - for a configuration without a region; without it the provider reports the
 * missing region
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
export function offlineProviderConfig(config: ObjectValue, defaultRegion?: string): ObjectValue {
  const replaced: Record<string, TerraformValue> = { ...OFFLINE_ARGUMENTS };
  for (const name of AWS_ACCESS_ARGUMENTS) replaced[name] = null;
  for (const name of AWS_ACCESS_BLOCKS) replaced[name] = [];
  replaced.region = config.region ?? defaultRegion ?? null;
  // Arguments that a provider version does not know must not be passed to it.
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      name in replaced ? (replaced[name] ?? null) : value,
    ]),
  );
}

/** Reads the settings that the simulation needs; an unknown region becomes us-east-1. */
export function parseProviderSettings(config: ObjectValue): ProviderSettings {
  const { region, max_retries } = config;
  return {
    region: typeof region === "string" && region !== "" ? region : "us-east-1",
    maxRetries: typeof max_retries === "number" ? max_retries : DEFAULT_MAX_RETRIES,
  };
}
