import { MECHANICS_BASE, MECHANICS_BLOCKS, MECHANICS_FILES, tableArguments } from "./mechanics-base.ts";
import { drop, type PairGroup, patched, type ReviewPair, retag } from "./review-pair.ts";

const PLAIN = "aws_dynamodb_table.plain";
const GUARDED = "aws_dynamodb_table.guarded";
const KEPT = "aws_dynamodb_table.kept";

const forget = (address: `${string}.${string}`) => ({
  ...drop(address),
  blocks: { removed: [{ from: address, lifecycle: { destroy: false } }] },
});

const renamed = { [PLAIN]: null, "aws_dynamodb_table.renamed": tableArguments("plain") };

const counted = (...names: readonly string[]) => ({
  "aws_dynamodb_table.counted": tableArguments(`\${${JSON.stringify(names)}[count.index]}`, {
    count: names.length,
  }),
});

const keyed = (...keys: readonly string[]) => ({
  "aws_dynamodb_table.keyed": tableArguments('keyed-${replace(each.key, "z", "a")}', {
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
    dangerous: patched(renamed),
    harmless: {
      resources: renamed,
      blocks: { moved: [{ from: PLAIN, to: "aws_dynamodb_table.renamed" }] },
    },
  },
  {
    id: "count-shifts",
    expects: lossOf("aws_dynamodb_table.counted[0]"),
    dangerous: patched(counted("carts", "users")),
    harmless: patched(counted("orders", "carts", "users", "prices")),
  },
  {
    id: "key-renamed",
    expects: lossOf('aws_dynamodb_table.keyed["a"]'),
    dangerous: patched(keyed("z", "b")),
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
    dangerous: patched({ "terraform_data.revision": { input: "two" } }),
    harmless: patched({ "terraform_data.switch": { input: "two" } }),
  },
  {
    id: "created-first-under-a-fixed-name",
    expects: { class: "refused", level: "ask", address: "aws_security_group.fixed" },
    dangerous: patched({ "aws_security_group.fixed": { description: "Two." } }),
    harmless: patched({ "aws_security_group.prefixed": { description: "Two." } }),
  },
  {
    id: "parameters-created-first-under-a-fixed-name",
    expects: { class: "refused", level: "ask", address: "aws_db_parameter_group.fixed" },
    dangerous: patched({ "aws_db_parameter_group.fixed": { family: "postgres17" } }),
    harmless: patched({ "aws_db_parameter_group.prefixed": { family: "postgres17" } }),
  },
];

const PLAN_PAIRS: readonly ReviewPair[] = [
  {
    id: "prevented",
    expects: { class: "refused", level: "block", address: "(plan)" },
    dangerous: patched({ [KEPT]: { name: "another" } }),
    harmless: retag(KEPT),
  },
  {
    id: "prevented-and-why",
    expects: lossOf(KEPT),
    dangerous: patched({ [KEPT]: { hash_key: "key", attribute: [{ name: "key", type: "S" }] } }),
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
    dangerous: { ...patched({ [KEPT]: { lifecycle: null } }), options: ["-destroy"] },
    harmless: {
      options: ["-refresh-only"],
      refreshes: true,
      state: { drifted: { [PLAIN]: { read_capacity: 1 } } },
    },
  },
  {
    id: "destroyed-with-its-data",
    expects: lossOf(PLAIN),
    dangerous: { ...patched({ [KEPT]: { lifecycle: null } }), options: ["-destroy"] },
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
    harmless: patched({ "aws_dynamodb_table.new": tableArguments("new") }),
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
    dangerous: patched({
      "terraform_data.new": { input: "true" },
      [GUARDED]: { deletion_protection_enabled: '${terraform_data.new.output == "true"}' },
    }),
    harmless: patched({
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
