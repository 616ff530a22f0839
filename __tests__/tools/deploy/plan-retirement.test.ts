import { planChange } from "../../../tools/deploy/plan-change.ts";
import type { DeployedStack } from "../../../tools/deploy/stack-change.ts";
import type { TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";

const path = (text: string) => ({ "//": { metadata: { path: text, uniqueId: text } } });

const PROTECTED = { lifecycle: { prevent_destroy: true } };

function stack(name: string, json: TerraformJson): DeployedStack {
  const state = { backend: { s3: { bucket: "states", key: `${name}/terraform.tfstate` } } };
  return { name, dependencies: name === "network" ? [] : ["network"], json: { terraform: state, ...json } };
}

const READS_NETWORK = {
  terraform_remote_state: {
    network: { backend: "s3", config: { bucket: "states", key: "network/terraform.tfstate" } },
  },
};

const DEPLOYED = [
  stack("network", {
    resource: {
      aws_security_group: {
        db: { name: "db", ...path("network/firewall/group-db") },
        api: { name: "api", ...path("network/firewall/group-api") },
      },
    },
    output: {
      group_ids: { value: { db: "${aws_security_group.db.id}", api: "${aws_security_group.api.id}" } },
    },
  }),
  stack("data", {
    data: READS_NETWORK,
    resource: {
      aws_db_instance: {
        db: {
          identifier: "shop-db",
          deletion_protection: true,
          skip_final_snapshot: false,
          parameter_group_name: "${aws_db_parameter_group.db.name}",
          vpc_security_group_ids: ["${data.terraform_remote_state.network.outputs.group_ids.db}"],
          ...PROTECTED,
          ...path("data/db-database/instance"),
        },
      },
      aws_db_parameter_group: { db: { name: "shop-db", ...path("data/db-database/parameter-group") } },
      aws_s3_bucket: { files: { bucket: "files", ...PROTECTED, ...path("data/files-bucket/bucket") } },
    },
  }),
];
const WANTED = [stack("network", {}), stack("data", { data: READS_NETWORK })];

const stackNamed = (name: string, retire: Parameters<typeof planChange>[2]) =>
  planChange(DEPLOYED, WANTED, retire).stacks.find((one) => one.name === name)!;

describe("protected things that leave", () => {
  it("must be retired: each is named with the line to add", () => {
    expect(planChange(DEPLOYED, WANTED).problems.map(({ message }) => message)).toEqual([
      'data: aws_db_instance.db would leave, and is protected. Add to the platform: retire: { "db": "delete" or "final-snapshot" or "keep" }',
      'data: aws_s3_bucket.files would leave, and is protected. Add to the platform: retire: { "files": "delete" or "keep" }',
    ]);
  });

  it("need no retirement if they stay, or are not protected", () => {
    expect(planChange(DEPLOYED, DEPLOYED).problems).toEqual([]);
    const [network, data] = DEPLOYED;
    const { aws_s3_bucket: _bucket, aws_db_instance: _database, ...rest } = data!.json.resource!;
    const without = stack("data", { ...data!.json, resource: rest });
    expect(planChange([network!, without], WANTED).problems).toEqual([]);
  });

  it("are also the log groups of workloads, which are kept by a word, and else deleted", () => {
    const group = { name: "/shop/web", ...path("compute/web-log/group") };
    const service = { name: "web", ...path("compute/web-service/service") };
    const deployed = [
      stack("compute", {
        resource: { aws_cloudwatch_log_group: { web: group }, aws_ecs_service: { web: service } },
      }),
    ];
    const change = (retire: Parameters<typeof planChange>[2]) =>
      planChange(deployed, [stack("compute", {})], retire).stacks[0]!;
    const all = ["aws_cloudwatch_log_group.web", "aws_ecs_service.web"];
    expect(change({})).toMatchObject({ leftovers: all, forgotten: [] });
    expect(change({ web: "delete" })).toMatchObject({ leftovers: all, forgotten: [] });
    expect(change({ web: "keep" })).toMatchObject({
      leftovers: ["aws_ecs_service.web"],
      forgotten: ["aws_cloudwatch_log_group.web"],
    });
  });

  it("cannot be retired as AWS does not", () => {
    const { problems } = planChange(DEPLOYED, WANTED, { db: "delete", files: "final-snapshot" });
    expect(problems.map(({ message }) => message)).toEqual([
      'data: aws_s3_bucket.files has no "final-snapshot". Add to the platform: retire: { "files": "delete" or "keep" }',
    ]);
  });

  it.each([
    ["delete", { deletion_protection: false, skip_final_snapshot: true }],
    [
      "final-snapshot",
      { deletion_protection: false, skip_final_snapshot: false, final_snapshot_identifier: "shop-db-final" },
    ],
  ] as const)("to %s lose their protection in the up pass, and go in the down pass", (how, expected) => {
    const { up, leftovers } = stackNamed("data", { db: how, files: "delete" });
    expect(up?.resource?.aws_db_instance?.db).toMatchObject(expected);
    expect(up?.resource?.aws_s3_bucket?.files).toMatchObject({ force_destroy: true });
    expect(leftovers).toEqual(["aws_db_instance.db", "aws_db_parameter_group.db", "aws_s3_bucket.files"]);
  });

  it("refer to what moved by its new address", () => {
    const [network, data] = DEPLOYED;
    const { db: group } = data!.json.resource!.aws_db_parameter_group!;
    const moved = stack("data", {
      data: READS_NETWORK,
      resource: { aws_db_parameter_group: { renamed: group } },
    });
    const { stacks } = planChange([network!, data!], [network!, moved], { db: "delete", files: "delete" });
    const up = stacks.find(({ name }) => name === "data")?.up;
    expect(up?.resource?.aws_db_instance?.db).toMatchObject({
      deletion_protection: false,
      parameter_group_name: "${aws_db_parameter_group.renamed.name}",
    });
  });

  it("to keep are forgotten, with what they refer to in any stack", () => {
    const retire = { db: "keep", files: "delete" } as const;
    expect(stackNamed("data", retire)).toMatchObject({
      leftovers: ["aws_s3_bucket.files"],
      forgotten: ["aws_db_instance.db", "aws_db_parameter_group.db"],
    });
    expect(stackNamed("network", retire)).toMatchObject({
      leftovers: ["aws_security_group.api"],
      forgotten: ["aws_security_group.db"],
    });
  });

  it("are ready to be deleted first if their whole stack goes", () => {
    const { stacks } = planChange(DEPLOYED, [WANTED[0]!], { db: "delete", files: "delete" });
    const gone = stacks.find(({ name }) => name === "data");
    expect(gone?.up?.resource?.aws_db_instance?.db).toMatchObject({ skip_final_snapshot: true });
    expect(gone?.down?.resource).toBeUndefined();
    expect(gone?.down?.terraform).toEqual(DEPLOYED[1]!.json.terraform);
  });
});
