import {
  offlineProviderConfig,
  parseProviderSettings,
} from "../../../../tools/rehearse/simulator/provider-config.ts";
import { UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";

describe("the configuration the provider gets", () => {
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

  it("has the user's region, tags and checks, dummy keys, and no way to AWS", () => {
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

  it("names no argument that the provider does not know", () => {
    expect(offlineProviderConfig({ region: "eu-west-1" })).toEqual({ region: "eu-west-1" });
  });

  it("has the default region only where the user names none", () => {
    expect(offlineProviderConfig({ region: null }, "eu-north-1")).toEqual({ region: "eu-north-1" });
    expect(offlineProviderConfig({ region: "eu-west-1" }, "eu-north-1")).toEqual({ region: "eu-west-1" });
    expect(offlineProviderConfig({ region: UNKNOWN }, "eu-north-1")).toEqual({ region: UNKNOWN });
    expect(offlineProviderConfig({ region: null })).toEqual({ region: null });
  });
});

describe("what the simulation takes from it", () => {
  it("is the region and the retries", () => {
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
