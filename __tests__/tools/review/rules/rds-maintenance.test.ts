import { rdsMaintenanceRules } from "../../../../tools/review/rules/rds-maintenance.ts";
import { describeRules, examplePlan, type RuleExample } from "../../../support/review-rules.ts";

/** A change that is an outage at once or later; nothing if only a tag changes. */
function maintained(before: object, after: object): RuleExample[] {
  const same = { before: { ...before, tags: { a: "1" } }, after: { ...before, tags: { a: "2" } } };
  return [
    {
      dangerous: { before, after: { ...after, apply_immediately: true } },
      risks: [["outage", "ask"]],
      harmless: same,
    },
    { dangerous: { before, after }, risks: [["later", "note"]], harmless: same },
  ];
}

const postgres = { engine: "postgres", engine_version: "15", engine_version_actual: "15.4" };
const allowed = { allow_major_version_upgrade: true };

describeRules(rdsMaintenanceRules, {
  "rds-engine-version-changes": [
    ...maintained(postgres, { ...postgres, ...allowed, engine_version: "16" }),
    {
      dangerous: {
        before: postgres,
        after: { ...postgres, engine_version: "16", ...{ allow_major_version_upgrade: null } },
      },
      risks: [["refused", "block"]],
      harmless: {
        before: postgres,
        after: { ...postgres, engine_version: "15.4", allow_major_version_upgrade: null },
      },
      harmlessRisks: [["later", "note"]],
    },
    {
      dangerous: { before: postgres, after: { ...postgres, ...allowed, engine_version: "15.3" } },
      risks: [["refused", "block"]],
      harmless: { before: postgres, after: { ...postgres, ...allowed, engine_version: "15" } },
    },
    {
      dangerous: {
        type: "aws_rds_global_cluster",
        before: { engine_version: "15.4" },
        after: { engine_version: "16.1" },
      },
      risks: [["outage", "ask"]],
      harmless: { type: "aws_rds_global_cluster", before: { engine_version: "15.4" } },
    },
  ],
  "rds-identifier-changes": [
    {
      dangerous: { before: { identifier: "a" }, after: { identifier: "b" } },
      risks: [
        ["name", "ask"],
        ["later", "note"],
      ],
      harmless: { before: { identifier: "a" }, after: { identifier: "a" } },
    },
    {
      dangerous: { before: { identifier: "a" }, after: { identifier: "b", apply_immediately: true } },
      risks: [
        ["name", "ask"],
        ["outage", "ask"],
      ],
      harmless: { before: { identifier: "a" }, after: { identifier: "a", apply_immediately: true } },
    },
  ],
  "rds-port-changes": [
    {
      dangerous: { before: { port: 5432 }, after: { port: 5433, apply_immediately: false } },
      risks: [["outage", "ask"]],
      harmless: { before: { port: 5432 }, after: { port: 5432, apply_immediately: false } },
    },
  ],
  "rds-storage-shrinks": [
    {
      dangerous: { before: { allocated_storage: 100 }, after: { allocated_storage: 50 } },
      risks: [["refused", "block"]],
      harmless: { before: { allocated_storage: 50 }, after: { allocated_storage: 100 } },
    },
  ],
  "rds-instance-class-changes": maintained(
    { instance_class: "db.t4g.small" },
    { instance_class: "db.t4g.large" },
  ),
  "rds-subnet-group-changes": maintained({ db_subnet_group_name: "a" }, { db_subnet_group_name: "b" }),
  "rds-storage-type-changes": maintained({ storage_type: "gp2" }, { storage_type: "gp3" }),
  "rds-cluster-storage-type-changes": [
    {
      dangerous: { before: { storage_type: "" }, after: { storage_type: "aurora-iopt1" } },
      risks: [["cost", "note"]],
      harmless: { before: { storage_type: "" }, after: { storage_type: null } },
    },
  ],
  "rds-restarting-setting-changes": maintained({ network_type: "IPV4" }, { network_type: "DUAL" }),
  "rds-certificate-authority-changes": maintained(
    { ca_cert_identifier: "rds-ca-2019" },
    { ca_cert_identifier: "rds-ca-rsa2048-g1" },
  ),
  "rds-parameter-group-changes": [
    {
      dangerous: { before: { parameter_group_name: "a" }, after: { parameter_group_name: "b" } },
      risks: [["later", "note"]],
      harmless: { before: { parameter_group_name: "a" }, after: { parameter_group_name: "a" } },
    },
  ],
  "rds-pending-modifications-run": [
    {
      dangerous: { before: { apply_immediately: false }, after: { apply_immediately: true } },
      risks: [["outage", "ask"]],
      harmless: { before: { apply_immediately: true }, after: { apply_immediately: true } },
    },
  ],
  "rds-maintenance-window-changes": [
    {
      dangerous: {
        before: { maintenance_window: "sun:03:00-sun:04:00" },
        after: { maintenance_window: "mon:03:00-mon:04:00" },
      },
      risks: [["later", "note"]],
      harmless: { before: { maintenance_window: "sun:03:00-sun:04:00" } },
    },
  ],
  "rds-credentials-change": [
    {
      dangerous: { before: { password_wo_version: 1 }, after: { password_wo_version: 2 } },
      risks: [["outage", "ask"]],
      harmless: { before: { password_wo_version: 1 }, after: { password_wo_version: 1 } },
    },
  ],
});

test.each([
  ["2026-11-30T03:30:00Z", "outage"],
  ["2026-11-30T04:30:00Z", "later"],
  ["2026-12-01T03:30:00Z", "later"],
  ["no time", "later"],
])("a maintenance window that moves to Monday 03:00 is, in a plan of %s, %s", (timestamp, expected) => {
  const rule = rdsMaintenanceRules.find(({ id }) => id === "rds-maintenance-window-changes");
  const plan = examplePlan(
    {
      before: { maintenance_window: "sun:03:00-sun:04:00" },
      after: { maintenance_window: "mon:03:00-mon:04:00" },
    },
    "aws_db_instance",
  );
  const context = { plan: { ...plan, json: { timestamp } }, changes: plan.changes, ofType: () => [] };
  expect(rule?.judge(plan.changes[0]!, context).map((risk) => risk.class)).toEqual([expected]);
});
