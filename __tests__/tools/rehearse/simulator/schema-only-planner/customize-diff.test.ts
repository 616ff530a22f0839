import { stateWithIdOnly } from "../../../../../tools/rehearse/simulator/schema-only-planner/parse-resource-state.ts";
import { planFromSchema } from "../../../../../tools/rehearse/simulator/schema-only-planner/plan-from-schema.ts";
import { typeDefinition } from "../../../../../tools/rehearse/simulator/services/type-definitions.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/committed-snapshot.ts";

/** Plans a resource of a real type; attributes not given are not set. */
function plan(type: string, config: ObjectValue, prior: ObjectValue | null = null) {
  const { block, behavior } = committedSnapshot().resources.get(type)!;
  const nothing = { ...stateWithIdOnly(block, ""), id: null };
  const whole = { ...nothing, ...config };
  const input = { prior: prior === null ? null : { ...nothing, ...prior }, proposed: whole, config: whole };
  const { planned, requiresReplace: replace } = planFromSchema(
    block,
    behavior,
    input,
    { defaultTags: null },
    typeDefinition(type).customizeDiff,
  );
  return { planned: planned ?? {}, replace: replace.map(({ steps }) => steps[0]?.attribute_name) };
}

describe("a certificate", () => {
  const config = { domain_name: "a.org", validation_method: "DNS", subject_alternative_names: ["*.a.org"] };
  const option = (name: string) => ({
    domain_name: name,
    resource_record_name: UNKNOWN,
    resource_record_type: UNKNOWN,
    resource_record_value: UNKNOWN,
  });

  it("has known names, and its validation records by name", () => {
    const { planned } = plan("aws_acm_certificate", config);
    expect(planned.subject_alternative_names).toEqual(["*.a.org", "a.org"]);
    expect(planned.domain_validation_options).toEqual([option("a.org"), option("*.a.org")]);
  });

  it("stays unchanged while its names do", () => {
    const names = ["a.org", "*.a.org"];
    const prior = { ...config, id: "c", subject_alternative_names: names, domain_validation_options: [] };
    const { planned, replace } = plan("aws_acm_certificate", config, prior);
    expect([planned.subject_alternative_names, replace]).toEqual([names, []]);
  });

  it("has no records for unknown names, nor for another validation method", () => {
    const unknown = plan("aws_acm_certificate", { ...config, domain_name: UNKNOWN }).planned;
    expect(unknown.domain_validation_options).toBe(UNKNOWN);
    const email = plan("aws_acm_certificate", { ...config, validation_method: "EMAIL" }).planned;
    expect(email.domain_validation_options).toBe(UNKNOWN);
  });
});

describe("a service", () => {
  const strategy = (base: number) => [{ base, capacity_provider: "FARGATE", weight: 1 }];
  const prior = {
    name: "app",
    scheduling_strategy: "REPLICA",
    force_new_deployment: true,
    capacity_provider_strategy: strategy(0),
  };

  it("changes its capacity providers in place with a new deployment", () => {
    const change = (config: ObjectValue) => plan("aws_ecs_service", { ...prior, ...config }, prior).replace;
    expect(change({ capacity_provider_strategy: strategy(1) })).toEqual([]);
    expect(change({ capacity_provider_strategy: [] })).toEqual(["capacity_provider_strategy"]);
    expect(change({ capacity_provider_strategy: strategy(1), force_new_deployment: false })).toEqual([
      "capacity_provider_strategy",
    ]);
  });
});

describe("an instance", () => {
  it("stores the hash of its user data, and is replaced for a change only if configured", () => {
    const config = { user_data: "#!/bin/sh", ami: "ami-1" };
    const { user_data = null } = plan("aws_instance", config).planned;
    expect(user_data).toBe("8ba27a5c52aadda081f0346f31b2e3044f15894c");
    expect(plan("aws_instance", { ...config, user_data: "IyEvYmluL3No" }).planned.user_data).toBe(user_data);
    const prior = { ...config, user_data };
    // As Terraform passes it on under `ignore_changes`.
    expect(plan("aws_instance", prior, prior).planned.user_data).toBe(user_data);
    const changed = { ...config, user_data: "#!/bin/bash" };
    expect(plan("aws_instance", changed, prior).replace).toEqual([]);
    const told = { ...changed, user_data_replace_on_change: true };
    expect(plan("aws_instance", told, prior).replace).toEqual(["user_data"]);
  });
});

describe("a network load balancer", () => {
  const prior = { load_balancer_type: "network", subnets: ["a", "b"], security_groups: ["g"] };
  const change = (config: ObjectValue) => plan("aws_lb", { ...prior, ...config }, prior).replace;

  it("can gain subnets, and is replaced when it loses one", () => {
    expect(change({ subnets: ["b", "a", "c"] })).toEqual([]);
    expect(change({ subnets: ["a", "c"] })).toEqual(["subnets"]);
    expect(change({ subnets: UNKNOWN })).toEqual(["subnets"]);
  });

  it("can change its security groups, and is replaced when it loses the last", () => {
    expect(change({ security_groups: ["h"] })).toEqual([]);
    expect(change({ security_groups: [] })).toEqual(["security_groups"]);
  });

  it("is the only type of load balancer with these rules", () => {
    const application = { ...prior, load_balancer_type: "application" };
    expect(plan("aws_lb", { ...application, subnets: ["a", "c"] }, application).replace).toEqual([]);
  });
});
