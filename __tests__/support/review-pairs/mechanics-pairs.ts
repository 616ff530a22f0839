import { MECHANICS_BASE, MECHANICS_BLOCKS, MECHANICS_FILES, table } from "./mechanics-base.ts";
import { drop, edit, type PairGroup, type ReviewPair, retag } from "./review-pair.ts";

const PLAIN = "aws_dynamodb_table.plain";
const GUARDED = "aws_dynamodb_table.guarded";
const KEPT = "aws_dynamodb_table.kept";

const forget = (address: `${string}.${string}`) => ({
  ...drop(address),
  blocks: { removed: [{ from: address, lifecycle: { destroy: false } }] },
});

const renamed = { [PLAIN]: null, "aws_dynamodb_table.renamed": table("plain") };

const counted = (...names: readonly string[]) => ({
  "aws_dynamodb_table.counted": table(`\${${JSON.stringify(names)}[count.index]}`, { count: names.length }),
});

const keyed = (...keys: readonly string[]) => ({
  "aws_dynamodb_table.keyed": table('keyed-${replace(each.key, "z", "a")}', {
    for_each: `\${toset(${JSON.stringify(keys)})}`,
  }),
});

const imported = (isProtected: boolean) => ({
  resources: { [GUARDED]: { deletion_protection_enabled: isProtected } },
  blocks: { import: [{ to: GUARDED, id: "guarded" }] },
  state: { absent: [GUARDED] },
});

const lossOf = (address: string) => ({ class: "loss", level: "block", address }) as const;

const IDENTITY_PAIRS: readonly ReviewPair[] = [
  {
    id: "forgotten",
    expects: { class: "disarmed", level: "ask", address: PLAIN },
    dangerous: forget(PLAIN),
    harmless: forget("aws_cloudwatch_dashboard.main"),
  },
  {
    id: "imported-with-changes",
    expects: { class: "disarmed", level: "ask", address: GUARDED },
    dangerous: imported(false),
    harmless: imported(true),
  },
  {
    id: "renamed-without-moved",
    expects: lossOf(PLAIN),
    dangerous: edit(renamed),
    harmless: {
      resources: renamed,
      blocks: { moved: [{ from: PLAIN, to: "aws_dynamodb_table.renamed" }] },
    },
  },
  {
    id: "count-shifts",
    expects: lossOf("aws_dynamodb_table.counted[0]"),
    dangerous: edit(counted("carts", "users")),
    harmless: edit(counted("orders", "carts", "users", "prices")),
  },
  {
    id: "key-renamed",
    expects: lossOf('aws_dynamodb_table.keyed["a"]'),
    dangerous: edit(keyed("z", "b")),
    harmless: {
      resources: keyed("z", "b"),
      blocks: {
        moved: [{ from: 'aws_dynamodb_table.keyed["a"]', to: 'aws_dynamodb_table.keyed["z"]' }],
      },
    },
  },
  {
    id: "module-instance-removed",
    expects: lossOf('module.app["two"].aws_dynamodb_table.main'),
    dangerous: { blocks: { module: { app: { for_each: '${toset(["one"])}' } } } },
    harmless: { blocks: { module: { app: { for_each: '${toset(["one", "two", "three"])}' } } } },
  },
  {
    id: "tainted",
    expects: lossOf(PLAIN),
    dangerous: { ...retag(PLAIN), state: { tainted: [PLAIN] } },
    harmless: retag(PLAIN),
  },
  {
    id: "deposed",
    expects: {
      class: ["loss", "name", "outage"],
      level: "ask",
      address: `${PLAIN} (deposed ab12cd34)`,
    },
    dangerous: { ...retag(PLAIN), state: { deposed: [PLAIN] } },
    harmless: retag(PLAIN),
  },
  {
    id: "replaced-by-request",
    expects: lossOf(PLAIN),
    dangerous: { options: [`-replace=${PLAIN}`] },
    harmless: retag(PLAIN),
  },
  {
    id: "replaced-by-a-trigger",
    expects: lossOf("aws_dynamodb_table.triggered"),
    dangerous: edit({ "terraform_data.revision": { input: "two" } }),
    harmless: edit({ "terraform_data.switch": { input: "two" } }),
  },
  {
    id: "created-first-under-a-fixed-name",
    expects: { class: "refused", level: "ask", address: "aws_security_group.fixed" },
    dangerous: edit({ "aws_security_group.fixed": { description: "Two." } }),
    harmless: edit({ "aws_security_group.prefixed": { description: "Two." } }),
  },
  {
    id: "parameters-created-first-under-a-fixed-name",
    expects: { class: "refused", level: "ask", address: "aws_db_parameter_group.fixed" },
    dangerous: edit({ "aws_db_parameter_group.fixed": { family: "postgres17" } }),
    harmless: edit({ "aws_db_parameter_group.prefixed": { family: "postgres17" } }),
  },
];

const PLAN_PAIRS: readonly ReviewPair[] = [
  {
    id: "prevented",
    expects: { class: "refused", level: "block", address: "(plan)" },
    dangerous: edit({ [KEPT]: { name: "another" } }),
    harmless: retag(KEPT),
  },
  {
    id: "prevented-and-why",
    expects: lossOf(KEPT),
    dangerous: edit({ [KEPT]: { hash_key: "key", attribute: [{ name: "key", type: "S" }] } }),
    harmless: retag(KEPT),
  },
  {
    id: "targeted",
    expects: { class: "unknown", level: "note", address: "(plan)" },
    dangerous: { ...retag(PLAIN), options: [`-target=${PLAIN}`] },
    harmless: retag(PLAIN),
  },
  {
    id: "destroyed",
    expects: { class: "outage", level: "ask", address: "(plan)" },
    dangerous: { ...edit({ [KEPT]: { lifecycle: null } }), options: ["-destroy"] },
    harmless: {
      options: ["-refresh-only"],
      refreshes: true,
      state: { drifted: { [PLAIN]: { read_capacity: 1 } } },
    },
  },
  {
    id: "destroyed-with-its-data",
    expects: lossOf(PLAIN),
    dangerous: { ...edit({ [KEPT]: { lifecycle: null } }), options: ["-destroy"] },
    harmless: retag(PLAIN),
  },
  {
    id: "drift-reverted",
    expects: { class: "cosmetic", level: "note", address: PLAIN },
    dangerous: {
      resources: { [PLAIN]: { table_class: "STANDARD_INFREQUENT_ACCESS" } },
      refreshes: true,
      state: { drifted: { [PLAIN]: { table_class: "STANDARD_INFREQUENT_ACCESS" } } },
    },
    harmless: edit({ "aws_dynamodb_table.new": table("new") }),
  },
  {
    id: "output-unmasked",
    expects: { class: "public", level: "ask", address: "output.hidden" },
    dangerous: {
      blocks: {
        output: {
          hidden: {
            value: "${nonsensitive(aws_secretsmanager_secret_version.main.secret_string)}",
            sensitive: null,
          },
        },
      },
    },
    harmless: { blocks: { output: { masked: { sensitive: true } } } },
  },
  {
    id: "check-fails",
    expects: { class: "unknown", level: "note", address: "check.names" },
    dangerous: {
      ...retag(PLAIN),
      blocks: {
        check: {
          names: {
            assert: {
              condition: '${aws_dynamodb_table.plain.name == "other"}',
              error_message: "Another name.",
            },
          },
        },
      },
    },
    harmless: {
      ...retag(PLAIN),
      blocks: {
        check: {
          names: {
            assert: {
              condition: '${aws_dynamodb_table.plain.name == "plain"}',
              error_message: "Another name.",
            },
          },
        },
      },
    },
  },
  {
    id: "protection-not-known-yet",
    expects: { class: "unknown", level: "unknown", address: GUARDED },
    dangerous: edit({
      "terraform_data.new": { input: "true" },
      [GUARDED]: { deletion_protection_enabled: '${terraform_data.new.output == "true"}' },
    }),
    harmless: edit({
      [PLAIN]: { deletion_protection_enabled: '${terraform_data.switch.output == "true"}' },
    }),
  },
];

/** Plans of each shape: moved, imported, forgotten, errored, targeted, unknown. */
export const MECHANICS_PAIRS: PairGroup = {
  name: "mechanics",
  base: MECHANICS_BASE,
  blocks: MECHANICS_BLOCKS,
  files: MECHANICS_FILES,
  pairs: [...IDENTITY_PAIRS, ...PLAN_PAIRS],
};
