import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DayContext, DayStep } from "./day.ts";
import type { Typed } from "./terminal.ts";

const NO_CHANGES = /No changes\. Your infrastructure matches the configuration/;
const APPLIED = /Apply complete! Resources:/;

/** Types what a step needs although the page does not have it, and expects that it succeeds. */
async function typeAside({ terminal }: DayContext, text: string): Promise<Typed> {
  const typed = await terminal.type(text);
  expect(typed.exitCode, `${text}\n${typed.output}`).toBe(0);
  return typed;
}

/** The ID of the lock that a killed deployment left, which Terraform prints when it fails. */
let lockId = "";

/** Kills an apply that holds the lock of the network's state while it waits for its approval. */
async function leaveLock({ terminal }: DayContext): Promise<void> {
  await terminal.kill(
    `cd cdktf.out/stacks/cybershield-prod-network
    terraform init
    rule="$(terraform state list | grep -m 1 '^aws_vpc_security_group_egress_rule')"
    exec terraform apply -replace="$rule"`,
    "Enter a value:",
  );
  const refused = await terminal.type("npx cdktf diff cybershield-prod-network");
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain("Error acquiring the state lock");
  lockId = /(?<!\w)ID:\s+([0-9a-f-]{36})/.exec(refused.output)![1]!;
}

/** Puts something else in a state's place. The version before is the second of the list. */
function damageState(context: DayContext): Promise<Typed> {
  return typeAside(
    context,
    `echo '{}' > broken.tfstate
    aws s3api put-object --bucket 111111111111-us-east-1-drydock-state \\
      --key cybershield-prod-data/terraform.tfstate --body broken.tfstate`,
  );
}

/** Sets a value twice, as on earlier days. */
async function setSecretTwice(context: DayContext): Promise<void> {
  const put = "aws secretsmanager put-secret-value --secret-id cybershield-prod/virustotal-key";
  await typeAside(context, `${put} --secret-string first\n${put} --secret-string second`);
}

/** Changes a setting of the network outside Terraform. */
function drift({ simulation }: DayContext): void {
  const { account } = simulation.simulator;
  const [group] = account.resources("aws_cloudwatch_log_group").filter(({ id }) => /flow/.test(id));
  account.update("aws_cloudwatch_log_group", group!.id, { retention_in_days: 1 });
}

/** Changes the platform's file: the registry keeps more images. */
function editPlatform({ checkout }: DayContext): void {
  const file = join(checkout, "platforms/cybershield.ts");
  const text = readFileSync(file, "utf8");
  expect(text).toContain("keepImages: 20");
  writeFileSync(file, text.replace("keepImages: 20", "keepImages: 30"));
}

function databaseGroup({ simulation }: DayContext): Readonly<Record<string, string>> {
  const { stateBackend } = simulation;
  const key = "cybershield-prod-network/terraform.tfstate";
  const version = stateBackend.objects.current("111111111111-us-east-1-drydock-state", key)!;
  const { outputs } = JSON.parse(stateBackend.objects.read(version).toString("utf8"));
  return { "sg-…": outputs.security_group_ids.value.db };
}

function service({ simulation }: DayContext) {
  return simulation.simulator.account.resources("aws_ecs_service")[0]!.values;
}

function databases({ simulation }: DayContext) {
  return Object.fromEntries(
    simulation.simulator.account
      .resources("aws_db_instance")
      .map(({ values }) => [String(values.identifier), values]),
  );
}

/** CI rolls out an image, with the commands of the page. */
const rollOut: DayStep = {
  section: "The first image",
  prints: [/"image": "111111111111\.dkr\.ecr\.us-east-1\.amazonaws\.com\/cybershield-prod\/images:1\.0\.0"/],
  after: (context) =>
    expect(service(context).task_definition).toMatch(/:task-definition\/cybershield-task:\d+$/),
};

const FIRST_DEPLOY: readonly DayStep[] = [
  { section: "First deploy", prints: [/cybershield-prod-network/, NO_CHANGES] },
  { section: "First deploy", prints: [/cybershield-prod-observe/, NO_CHANGES], not: /Plan: / },
];

const RESTORE: readonly DayStep[] = [
  {
    section: "PostgreSQL, to a point in time",
    values: databaseGroup,
    prints: [/"DBInstanceIdentifier": "cybershield-postgres-restored"/],
    after: (context) =>
      expect(databases(context)["cybershield-postgres-restored"]).toMatchObject({ multi_az: true }),
  },
  {
    section: "PostgreSQL, to a point in time",
    prints: [/"ScalableTargetARN"/, /"desiredCount": 0/],
    after: (context) => expect(service(context).desired_count).toBe(0),
  },
  {
    section: "PostgreSQL, to a point in time",
    prints: [/"DBInstanceIdentifier": "cybershield-postgres-restored"/],
  },
  {
    section: "PostgreSQL, to a point in time",
    prints: [
      /"DBInstanceIdentifier": "cybershield-postgres-old"/,
      /"DBInstanceIdentifier": "cybershield-postgres"/,
    ],
    after: (context) =>
      expect(Object.keys(databases(context)).sort()).toEqual([
        "cybershield-postgres",
        "cybershield-postgres-old",
      ]),
  },
  {
    section: "PostgreSQL, to a point in time",
    prints: [/Successfully removed 1 resource instance/, /Import successful!/],
  },
  {
    section: "PostgreSQL, to a point in time",
    prints: [
      /aws_db_instance\.db-database_instance_5A83088B\S* .*will be updated in-place/,
      /monitoring_interval\s+= 0 -> 60/,
      APPLIED,
    ],
    not: /aws_db_instance\S+ .*(must be replaced|will be destroyed)/,
    after: async (context) => {
      expect(databases(context)["cybershield-postgres"]).toMatchObject({
        monitoring_interval: 60,
      });
      const { output } = await typeAside(context, "npx cdktf diff cybershield-prod-data");
      expect(output).toMatch(NO_CHANGES);
    },
  },
];

/** Typed in a kept rehearsal of CyberShield prod, in the order of the page. */
export const CYBERSHIELD_DAY: readonly DayStep[] = [
  { section: "What you need", prints: [/"Account": "111111111111"/] },
  { section: "Bootstrap", prints: [/up-to-date/] },
  ...FIRST_DEPLOY,
  { section: "Secret values", prints: [/"Name": "cybershield-prod\/virustotal-key"/] },
  { section: "The first image", prints: [] },
  rollOut,
  {
    section: "A change, day by day",
    before: editPlatform,
    prints: [/aws_ecr_lifecycle_policy\S+ \S+ must be replaced/, /1 to add, 0 to change, 1 to destroy/],
  },
  { section: "A change, day by day", prints: [/^$/] },
  {
    section: "A change, day by day",
    prints: [/cybershield-prod-data {2}1 replaced/],
  },
  { section: "One stack", prints: [/cybershield-prod-compute/, NO_CHANGES] },
  {
    section: "Drift",
    before: drift,
    exitCode: 2,
    prints: [/retention_in_days\s+= 1 -> 365/, /1 to change/],
    after: async (context) => {
      const { output } = await typeAside(context, "npx cdktf deploy cybershield-prod-network");
      expect(output).toMatch(/1 changed/);
    },
  },
  ...RESTORE,
  {
    section: "PostgreSQL, to a point in time",
    prints: [/"desiredCount": 1/],
    after: (context) => expect(service(context).desired_count).toBe(1),
  },
  {
    section: "PostgreSQL, to a point in time",
    prints: [/"DBInstanceIdentifier": "cybershield-postgres-old"/],
    after: (context) => expect(Object.keys(databases(context))).toEqual(["cybershield-postgres"]),
  },
  { section: "A Terraform state", before: damageState, prints: [/^\S+\t20.*\t3$/m] },
  {
    section: "A Terraform state",
    values: ({ previous }) => ({ ID: previous.trim().split("\n")[1]!.split("\t")[0]! }),
    prints: [/"VersionId"/, NO_CHANGES],
  },
  { section: "An image, a secret", before: setSecretTwice, prints: [/"SecretString": "first"/] },
  { section: "Rotate", prints: [/"VersionStages"/, /"taskDefinition": ".*cybershield-task:\d+"/] },
  {
    section: "A lock left behind",
    before: leaveLock,
    values: () => ({ ID: lockId }),
    prints: [/successfully unlocked/],
  },
  { section: "Remove everything", prints: [/"DBSnapshotIdentifier": "cybershield-prod-last"/] },
  { section: "Remove everything", prints: [/"DBSnapshotIdentifier": "cybershield-prod-last-copy"/] },
  { section: "Remove everything", prints: [APPLIED], not: /[1-9]\d* destroyed/ },
  { section: "Remove everything", prints: [/Destroy complete!/] },
  {
    section: "Remove everything",
    prints: [/removed/],
    after: ({ simulation }) => {
      const left = new Set(simulation.simulator.account.resources().map(({ type }) => type));
      expect([...left].sort()).toEqual(["aws_db_snapshot", "aws_ecs_task_definition"]);
    },
  },
];

/** Typed in the empty account that the removal leaves: a real first deployment. */
export const FIRST_DAY: readonly DayStep[] = [
  { section: "Bootstrap", prints: [/created/] },
  { section: "First deploy", prints: [/Plan: \d+ to add, 0 to change, 0 to destroy/, /name_servers/] },
  { section: "First deploy", prints: [/Plan: \d+ to add, 0 to change, 0 to destroy/, APPLIED] },
];

/** Typed in a kept rehearsal of RoboShop prod. */
export const FLEET_DAY: readonly DayStep[] = [
  { section: "What you need", prints: [/"Account": "444444444444"/] },
  { section: "Renew a server or a fleet", prints: [/"InstanceRefreshId"/] },
];

/** Typed in a kept rehearsal of RoboShop lab. */
export const SERVER_DAY: readonly DayStep[] = [
  { section: "Renew a server or a fleet", prints: [/must be replaced|will be replaced/, APPLIED] },
];
