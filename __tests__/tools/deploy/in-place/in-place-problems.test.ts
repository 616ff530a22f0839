import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentOverride } from "../../../../language/platform.ts";
import type { ResourceBody } from "../../../../tools/deploy/forms/resource-address.ts";
import { REFUSED_UPDATES } from "../../../../tools/deploy/in-place/refused-updates.ts";
import { WAYS_AROUND } from "../../../../tools/deploy/in-place/ways-around.ts";
import { planChange, rejectForbiddenChange } from "../../../../tools/deploy/plan-change.ts";
import type { DeployedStack } from "../../../../tools/deploy/stack-change.ts";
import {
  readSynthesizedStacks,
  type TerraformJson,
} from "../../../../tools/synthesized/synthesized-stacks.ts";
import { PROJECT_FOLDER } from "../../../support/command-line.ts";
import { cybershieldIn } from "../../../support/platforms.ts";
import { withSynthesized } from "../../../support/synth.ts";
import { IN_PLACE_CASES, type InPlaceCase } from "./in-place-cases.ts";

function stack(name: string, json: TerraformJson): DeployedStack {
  const state = { backend: { s3: { bucket: "states", key: `${name}/terraform.tfstate` } } };
  return { name, dependencies: [], json: { terraform: state, ...json } };
}

const one = (type: string, body: ResourceBody, user?: InPlaceCase["user"]) => [
  stack("shop", {
    resource: { [type]: { it: body }, ...(user && { [user.type]: { user: user.body } }) },
  }),
];

const PROTECTED = { lifecycle: { prevent_destroy: true } };
/** The row of what is not protected, and of which AWS has only one by its name. */
const OF_ONE_NAME = "anything else that AWS makes anew";

function problemsBetween(
  type: string,
  before: ResourceBody,
  after: ResourceBody,
  user?: InPlaceCase["user"],
) {
  return planChange(one(type, before, user), one(type, after, user)).inPlace;
}

describe("a change of one resource", () => {
  it.each(IN_PLACE_CASES)(
    "$type $after: $change",
    ({ type, before, after, user, change, argument, outcome }) => {
      const kept = change === OF_ONE_NAME ? {} : PROTECTED;
      const found = problemsBetween(type, { ...before, ...kept }, { ...before, ...after, ...kept }, user);
      expect(found.map((problem) => [problem.change, problem.argument, problem.outcome])).toEqual(
        change === undefined ? [] : [[change, argument, outcome ?? "replaced"]],
      );
    },
  );

  it("has a case for each row of the table, and each update that AWS refuses", () => {
    const changes = new Set(IN_PLACE_CASES.map(({ change }) => change));
    expect(WAYS_AROUND.filter(({ change }) => !changes.has(change))).toEqual([]);
    const refused = IN_PLACE_CASES.filter(({ outcome }) => outcome === "refused");
    const cases = new Set(refused.map(({ type, argument }) => `${type} ${argument}`));
    expect(REFUSED_UPDATES.filter(({ type, argument }) => !cases.has(`${type} ${argument}`))).toEqual([]);
  });

  it("is not refused for what Terraform ignores, for a revision, or for a moved link", () => {
    const ignores = { lifecycle: { ignore_changes: ["ami"] } };
    expect(problemsBetween("aws_instance", { ami: "a", ...ignores }, { ami: "b", ...ignores })).toEqual([]);
    const task = (family: string) => ({ family, container_definitions: "[]" });
    expect(problemsBetween("aws_ecs_task_definition", task("a"), task("b"))).toEqual([]);
    const link = (instance_id: string) => ({ allocation_id: "eipalloc-1", instance_id });
    expect(problemsBetween("aws_eip_association", link("i-1"), link("i-2"))).toEqual([]);
    expect(problemsBetween("unknown_type", { name: "a" }, { name: "b" })).toEqual([]);
  });
});

describe("values that refer to other resources", () => {
  const subnets = (own: ResourceBody, key = "a") => [
    stack("network", {
      resource: {
        aws_subnet: { a: { cidr_block: "10.0.0.0/24" }, b: { cidr_block: "10.0.1.0/24" } },
      },
      output: {
        subnet_ids: {
          value: { a: "${aws_subnet.a.id}", b: "${aws_subnet.b.id}", moved: `\${aws_subnet.${key}.id}` },
        },
      },
    }),
    stack("compute", {
      data: { terraform_remote_state: { network: { config: { key: "network/terraform.tfstate" } } } },
      resource: { aws_instance: { web: own } },
    }),
  ];
  const server = (output: string) => ({
    ...PROTECTED,
    ami: "ami-1",
    subnet_id: `\${data.terraform_remote_state.network.outputs.subnet_ids.${output}}`,
  });

  it("are equal if they lead to the same resource, however they are written", () => {
    expect(planChange(subnets(server("a")), subnets(server("moved"))).inPlace).toEqual([]);
    const quoted = { ...server("a"), subnet_id: server("a").subnet_id.replace(".a}", '["a"]}') };
    expect(planChange(subnets(server("a")), subnets(quoted)).inPlace).toEqual([]);
  });

  it("differ if they lead to another resource, also where the text is the same", () => {
    const message = (from: string, to: string) =>
      `compute: aws_instance.web cannot change subnet_id from ${from} to ${to} in place. Instead: add another server beside web, restore a snapshot of its disk there if it holds data, and then remove web.`;
    const messages = (before: DeployedStack[], after: DeployedStack[]) =>
      planChange(before, after).inPlace.map((problem) => problem.message);
    expect(messages(subnets(server("a")), subnets(server("b")))).toEqual([
      message("subnet_ids.a", "subnet_ids.b"),
    ]);
    expect(messages(subnets(server("moved")), subnets(server("moved"), "b"))).toEqual([
      message('"network aws_subnet.a"', '"network aws_subnet.b"'),
    ]);
  });

  it("count as equal if only AWS knows them", () => {
    const image = (source: string) => ({
      ...PROTECTED,
      ami: `\${data.aws_ami.${source}.id}`,
      subnet_id: "subnet-a",
    });
    expect(problemsBetween("aws_instance", image("one"), image("two"))).toEqual([]);
    expect(problemsBetween("aws_instance", image("one"), { ...image("one"), subnet_id: "b" })).toHaveLength(
      1,
    );
  });

  it("follow a resource to its new address", () => {
    const form = (name: string, moved?: TerraformJson["moved"]) => [
      stack("shop", {
        resource: {
          aws_vpc: { [name]: { cidr_block: "10.0.0.0/16" } },
          aws_subnet: { a: { cidr_block: "10.0.0.0/24", vpc_id: `\${aws_vpc.${name}.id}` } },
        },
        ...(moved === undefined ? {} : { moved }),
      }),
    ];
    const moved = [{ from: "aws_vpc.old", to: "aws_vpc.new" }];
    expect(planChange(form("old"), form("new", moved)).inPlace).toEqual([]);
    expect(planChange(form("old"), form("new")).inPlace.map(({ argument }) => argument)).toEqual(["vpc_id"]);
  });
});

describe("a changed spec", () => {
  const DATA = "cybershield-prod-data";
  const RETIRE = (name: string) =>
    `and then remove ${name} (with retire: { "${name}": … } if it is protected)`;

  async function messagesOf(change: Partial<EnvironmentOverride>): Promise<readonly string[]> {
    const stacksOf = (override: Partial<EnvironmentOverride>) =>
      withSynthesized([cybershieldIn("prod", override)], async (folder) => readSynthesizedStacks(folder));
    const [deployed, wanted] = [await stacksOf({}), await stacksOf(change)];
    expect(planChange(deployed, deployed).inPlace).toEqual([]);
    return planChange(deployed, wanted).inPlace.map(({ message }) => message);
  }

  it.each<[string, Partial<EnvironmentOverride>, readonly string[]]>([
    [
      "a network's block, once for all that is in it",
      { networks: { main: { cidr: "10.9.0.0/16" } } },
      [
        'cybershield-prod-network: aws_vpc.main_vpc_5EEF3244 cannot change cidr_block from "10.0.0.0/16" to "10.9.0.0/16" in place. Instead: leave "10.0.0.0/16", and add "10.9.0.0/16" to secondaryCidrs of main if it is free there; or add a second network beside it, move what is in main there, and then remove main.',
      ],
    ],
    [
      "a higher major version",
      { stores: { db: { version: "16" } } },
      [
        `${DATA}: aws_db_instance.db-database_instance_5A83088B cannot change engine_version from "15.17" to "16" in place. Instead: upgrade it by hand first (aws rds modify-db-instance --allow-major-version-upgrade --engine-version 16), and deploy when it runs 16; or add another database beside db, move the data, ${RETIRE("db")}.`,
      ],
    ],
    [
      "a lower major version",
      { stores: { db: { version: "14" } } },
      [
        `${DATA}: aws_db_instance.db-database_instance_5A83088B cannot change engine_version from "15.17" to "14" in place. Instead: RDS does not go back: add another database beside db, restore a dump there, ${RETIRE("db")}.`,
      ],
    ],
    ["a minor version", { stores: { db: { version: "15.16" } } }, []],
    [
      "a cache's name, without its parts",
      { stores: { cache: { name: "other" } } },
      [
        `${DATA}: aws_elasticache_replication_group.cache-cache_group_8CF9363D cannot change replication_group_id from "cybershield-redis" to "other" in place. Instead: add another cache beside cache, seed it from a snapshot of cache, ${RETIRE("cache")}.`,
      ],
    ],
    [
      "a database's name, which its subnet group has too",
      { stores: { db: { name: "other" } } },
      [
        `${DATA}: aws_db_instance.db-database_instance_5A83088B cannot change db_subnet_group_name from "cybershield-postgres" to "other" in place. Instead: leave "cybershield-postgres"; or add another database beside db, restore a snapshot of db in it, ${RETIRE("db")}.`,
      ],
    ],
    [
      "CyberShield: names and places: what its first names and places become",
      {
        stores: {
          db: { name: "cybershield-prod-db" },
          cache: { name: "cybershield-prod-cache", tier: "database" },
        },
        edge: { loadBalancers: { alb: { tier: "public" } }, cdn: { origin: "public" } },
      },
      [
        `${DATA}: aws_db_instance.db-database_instance_5A83088B cannot change db_subnet_group_name from "cybershield-postgres" to "cybershield-prod-db" in place. Instead: leave "cybershield-postgres"; or add another database beside db, restore a snapshot of db in it, ${RETIRE("db")}.`,
        `${DATA}: aws_elasticache_replication_group.cache-cache_group_8CF9363D cannot change replication_group_id from "cybershield-redis" to "cybershield-prod-cache" in place. Instead: add another cache beside cache, seed it from a snapshot of cache, ${RETIRE("cache")}.`,
        `${DATA}: aws_elasticache_subnet_group.cache-cache_subnet-group_245860F0 cannot change subnet_ids from [subnet_ids["main/private/us-east-1a"], subnet_ids["main/private/us-east-1b"]] to [subnet_ids["main/database/us-east-1a"], subnet_ids["main/database/us-east-1b"]] in place. Instead: add another store beside cache, restore a snapshot of cache in it, ${RETIRE("cache")}.`,
        `cybershield-prod-edge: aws_lb.alb_balancer_AA75B602 cannot change internal from true to false in place. Instead: add another load balancer beside alb, publish the workloads there too (publishAlso), let the domain's entry be that one, ${RETIRE("alb")}.`,
      ],
    ],
    ["a service's name: the old one stays beside it", { workloads: { app: { name: "other" } } }, []],
    ["another size, zone and port", { stores: { db: { storageGiB: 40, port: 5433 } } }, []],
  ])("names %s", async (_, change, expected) => {
    expect(await messagesOf(change)).toEqual(expected);
  });
});

it("refuses all that forbids a change at once", () => {
  const deployed = [
    stack("shop", {
      resource: {
        aws_vpc: { it: { cidr_block: "10.0.0.0/16" } },
        aws_s3_bucket: { files: { bucket: "files", lifecycle: { prevent_destroy: true } } },
      },
    }),
  ];
  const wanted = one("aws_vpc", { cidr_block: "10.1.0.0/16" });
  expect(() => rejectForbiddenChange(planChange(deployed, wanted))).toThrow(
    /^shop: aws_vpc\.it cannot change .*\.\nshop: aws_s3_bucket\.files would leave, and is protected\. .*$/,
  );
});

it("docs/check.md has the table of what cannot be changed in place", () => {
  const page = readFileSync(join(PROJECT_FOLDER, "docs", "check.md"), "utf8");
  const [, table = ""] = page.split("## What cannot be changed in place\n");
  const rows = [...table.matchAll(/^\| (.+?) \| .+ \| \[.*\]\((.+)\) \|$/gm)].map((row) => row.slice(1));
  expect(rows).toEqual(WAYS_AROUND.map(({ change, documentation }) => [change, documentation]));
});
