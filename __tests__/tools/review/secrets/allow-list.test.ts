import type { Json } from "../../../../tools/reach/terraform/configuration/json.ts";
import { isPrintable, plainValueText } from "../../../../tools/review/secrets/allow-list.ts";

describe("isPrintable", () => {
  it.each([
    ...["name", "engine_version", "allocated_storage", "port", "cidr_block", "desired_count", "multi_az"],
    ...["retention_in_days", "kms_key_id", "role_arn", "backup_retention_period", "enable_dns_hostnames"],
    ...["deletion_protection", "health_check_type", "is_ipv6_enabled", "max_size"],
  ])("allows %s", (name) => {
    expect(isPrintable(name)).toBe(true);
  });

  it.each([
    ...["description", "tags", "tags_all", "environment", "user_data", "container_definitions", "policy"],
    ...[
      "assume_role_policy",
      "password",
      "secret_string",
      "value",
      "content",
      "input",
      "headers",
      "metadata",
    ],
    ...["variables", "command", "entry_point", "connection", "anything_else", "comment", "__proto__"],
  ])("keeps %s back", (name) => {
    expect(isPrintable(name)).toBe(false);
  });
});

describe("plainValueText", () => {
  it.each<readonly [Json | undefined, string | undefined]>([
    [undefined, "(none)"],
    [null, "(none)"],
    ["", "(none)"],
    [[], "(none)"],
    [0, "0"],
    [false, "false"],
    ["arn:aws:iam::123456789012:role/a+b", "arn:aws:iam::123456789012:role/a+b"],
    ["2001:db8::/32", "2001:db8::/32"],
    [["10.0.0.0/8", "::/0"], "10.0.0.0/8, ::/0"],
    [
      Array.from({ length: 22 }, (_, index) => index),
      `${Array.from({ length: 20 }, (_, index) => index).join(", ")}, and 2 more`,
    ],
    ["$(rm -rf /)", undefined],
    ["a\nb", undefined],
    ["x".repeat(201), undefined],
    [{ a: 1 }, undefined],
    [[{ a: 1 }], undefined],
    [[["a"]], undefined],
  ])("formats %j", (value, text) => {
    expect(plainValueText(value)).toBe(text);
  });
});
