import { readFileSync } from "node:fs";
import { RULE_INDEX_FILE, ruleIndexSource } from "../../../../tools/review/generate/rule-index.ts";
import { planOf, RULES_PAGE, rulesPage } from "../../../../tools/review/generate/rule-table.ts";

describe("generated files (npm run generate)", () => {
  it("list the rules of all files", () => {
    expect(readFileSync(RULE_INDEX_FILE, "utf8")).toBe(ruleIndexSource());
  });

  // It fails when another version of the provider plans an attribute in another way.
  it("describe each rule, with what the provider plans", () => {
    expect(readFileSync(RULES_PAGE, "utf8")).toBe(rulesPage());
  });
});

describe("what the provider plans", () => {
  it.each([
    ["aws_db_instance", "allocated_storage", "in place"],
    ["aws_db_instance", "identifier", "in place"],
    ["aws_db_instance", "port", "in place"],
    ["aws_db_instance", "engine", "replaced"],
    ["aws_db_instance", "storage_encrypted", "replaced"],
    ["aws_ebs_volume", "size", "in place"],
    ["aws_ebs_volume", "availability_zone", "replaced"],
    ["aws_lb_listener", "port", "in place"],
    ["aws_route", "gateway_id", "in place"],
    ["aws_route53_record", "type", "in place"],
    ["aws_security_group", "description", "replaced"],
    ["aws_instance", "root_block_device.0.volume_size", "in place"],
    ["aws_instance", "root_block_device.0.encrypted", "replaced"],
    ["aws_db_instance", "no_such_argument", undefined],
    ["aws_no_such_type", "name", undefined],
  ])("%s.%s is %s", (type, attribute, expected) => {
    expect(planOf(type, attribute)).toBe(expected);
  });
});
