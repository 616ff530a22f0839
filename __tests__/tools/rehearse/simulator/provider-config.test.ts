import {
  offlineProviderConfig,
  parseProviderSettings,
} from "../../../../tools/rehearse/simulator/provider-config.ts";
import { UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";

describe("the provider's rewritten configuration", () => {
  const user = {
    region: "eu-west-1",
    default_tags: [{ tags: { Owner: "drydock" } }],
    skip_region_validation: null,
    access_key: "AKIAREAL",
    secret_key: "real",
    token: "real",
    profile: "prod",
    shared_config_files: ["~/.aws/config"],
    assume_role: [{ role_arn: "arn:aws:iam::1:role/deploy" }],
    allowed_account_ids: ["1"],
    endpoints: [{ s3: "http://localhost:4566" }],
    http_proxy: "http://proxy",
    max_retries: null,
    skip_credentials_validation: null,
    skip_requesting_account_id: false,
    skip_metadata_api_check: null,
  };

  it("has the user's region, tags and checks, dummy credentials, and no access to AWS", () => {
    expect(offlineProviderConfig(user)).toEqual({
      region: "eu-west-1",
      default_tags: [{ tags: { Owner: "drydock" } }],
      skip_region_validation: null,
      access_key: "AKIAREHEARSAL0000000",
      secret_key: "rehearsal",
      token: null,
      profile: null,
      shared_config_files: null,
      assume_role: [],
      allowed_account_ids: null,
      endpoints: [],
      http_proxy: null,
      max_retries: 1,
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: "true",
    });
  });

  it("has no argument that the provider version lacks", () => {
    expect(offlineProviderConfig({ region: "eu-west-1" })).toEqual({ region: "eu-west-1" });
  });

  it("has the default region only if the user sets none", () => {
    expect(offlineProviderConfig({ region: null }, "eu-north-1")).toEqual({ region: "eu-north-1" });
    expect(offlineProviderConfig({ region: "eu-west-1" }, "eu-north-1")).toEqual({ region: "eu-west-1" });
    expect(offlineProviderConfig({ region: UNKNOWN }, "eu-north-1")).toEqual({ region: UNKNOWN });
    expect(offlineProviderConfig({ region: null })).toEqual({ region: null });
  });
});

describe("the settings of the simulation", () => {
  it("are the region and the retries", () => {
    expect(parseProviderSettings({ region: "eu-west-1", max_retries: 3 })).toEqual({
      region: "eu-west-1",
      maxRetries: 3,
    });
    expect(parseProviderSettings({ region: UNKNOWN, max_retries: null })).toEqual({
      region: "us-east-1",
      maxRetries: 25,
    });
  });
});
