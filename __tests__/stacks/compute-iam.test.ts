import { cybershieldIn } from "../support/platforms.ts";
import { iamPolicyStatements, parseEmbeddedJson, toArray } from "../support/policies.ts";
import { parseStackJson, resourcesOfType, type SynthesizedStackJson, synthesize } from "../support/synth.ts";
import { COMPUTE, prodWith } from "./support/compute.ts";

const stacks = synthesize(cybershieldIn("prod"));
const prod = parseStackJson(stacks, COMPUTE);

describe("CyberShield: IAM", () => {
  /** The policy statements of a role: SID, actions, resources and condition. */
  function statementsOf(stack: SynthesizedStackJson, role: string): unknown[] {
    return iamPolicyStatements(stack)
      .filter(({ address }) => address.startsWith(`app-roles_${role}-policy`))
      .map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, Condition]);
  }

  it("lets the execution role only pull from one repository, write one log, and read the given secrets", () => {
    expect(statementsOf(prod, "execution")).toEqual([
      ["LogInToRegistry", "ecr:GetAuthorizationToken", "*", undefined],
      [
        "PullImages",
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        expect.stringMatching(/^\$\{.+registry_arns\.images\}$/),
        undefined,
      ],
      [
        "WriteLogs",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.app-log_group_.+\.arn\}:\*$/),
        undefined,
      ],
      [
        "ReadSecrets",
        "secretsmanager:GetSecretValue",
        [
          expect.stringContaining("abuseipdb-key"),
          expect.stringContaining("database_secret_arns.db"),
          expect.stringContaining("openai-key"),
          expect.stringContaining("shodan-key"),
          expect.stringContaining("virustotal-key"),
        ],
        undefined,
      ],
      [
        "OpenSecrets",
        "kms:Decrypt",
        expect.stringContaining("data_key_arn"),
        { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
      ],
    ]);
  });

  it("lets the app only read its database's secret, which RDS rotates", () => {
    expect(statementsOf(prod, "task")).toEqual([
      [
        "ReadSecrets",
        "secretsmanager:GetSecretValue",
        "${data.terraform_remote_state.data.outputs.database_secret_arns.db}",
        undefined,
      ],
      [
        "OpenSecrets",
        "kms:Decrypt",
        "${data.terraform_remote_state.data.outputs.data_key_arn}",
        { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
      ],
    ]);
  });

  it("lets the task role read secrets whose ARN is in the environment, and the execution role injected ones", () => {
    const other = {
      kind: "postgres",
      tier: "database",
      version: "15.13",
      instanceClass: "db.t3.micro",
      storageGiB: 20,
      databaseName: "other",
    } as const;
    const json = prodWith(
      {
        environment: { OTHER_SECRET_ARN: { store: "other", attribute: "secretArn" } },
        secrets: { DATABASE_USER: { store: "db", field: "username" } },
      },
      { stores: { other } },
    );
    const read = (role: string) =>
      statementsOf(json, role).filter((statement) => (statement as unknown[])[0] === "ReadSecrets");
    expect(read("task")).toEqual([
      expect.arrayContaining([expect.stringMatching(/database_secret_arns\.other\}$/)]),
    ]);
    expect(read("execution")).toEqual([
      expect.arrayContaining([expect.stringMatching(/database_secret_arns\.db\}$/)]),
    ]);
  });

  it("has a separate task role, without policies if the app needs none", () => {
    const prod = prodWith({ environment: {} });
    const roles = resourcesOfType(prod, "aws_iam_role");
    expect(roles.map(({ name }) => name).sort()).toEqual([
      "cybershield-prod-app-execution",
      "cybershield-prod-app-task",
    ]);
    for (const role of roles) {
      expect(parseEmbeddedJson(role.assume_role_policy)).toMatchObject({
        Statement: [
          {
            Principal: { Service: ["ecs-tasks.amazonaws.com"] },
            Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
          },
        ],
      });
    }
    expect(resourcesOfType(prod, "aws_iam_role_policy")).toEqual([
      {
        name: "execution",
        role: expect.stringMatching(/^\$\{aws_iam_role\.app-roles_execution-role_.+\.name\}$/),
        policy: expect.any(String),
      },
    ]);
    expect(resourcesOfType(prod, "aws_iam_role_policy_attachment")).toEqual([]);
  });

  it("lets the task role access its buckets", () => {
    const json = prodWith(
      { buckets: [{ bucket: "reports", access: "read-write" }], environment: {} },
      { stores: { reports: { kind: "bucket" } } },
    );
    const bucket = "${data.terraform_remote_state.data.outputs.bucket_arns.reports}";
    const key = "${data.terraform_remote_state.data.outputs.data_key_arn}";
    expect(statementsOf(json, "task").map((statement) => (statement as unknown[]).toSpliced(1, 1))).toEqual([
      ["ListReports", bucket, undefined],
      ["UseReports", `${bucket}/*`, undefined],
      ["UseBucketKey", key, { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }],
    ]);
  });

  it("allows no registry access for a public image, and one repository for another account's image", () => {
    const publicImage = prodWith({ image: { uri: "public.ecr.aws/x/y:1" } });
    expect(JSON.stringify(iamPolicyStatements(publicImage))).not.toContain("ecr:");
    const uri = "333333333333.dkr.ecr.us-east-1.amazonaws.com/shared/web:1";
    const shared = prodWith({ image: { uri } });
    expect(JSON.stringify(iamPolicyStatements(shared))).toContain(
      '"arn:aws:ecr:us-east-1:333333333333:repository/shared/web"',
    );
  });

  it("uses resource * only for actions without resource-level permissions", () => {
    const everything = synthesize(
      cybershieldIn("prod", {
        workloads: { app: { exec: true, deployment: "blue-green" } },
      }),
      cybershieldIn("dev"),
    );
    const open = Object.keys(everything).flatMap((name) =>
      iamPolicyStatements(parseStackJson(everything, name))
        .filter(({ Resource }) => toArray(Resource).includes("*"))
        .flatMap(({ Action }) => toArray(Action)),
    );
    expect([...new Set(open)].sort()).toEqual([
      "ecr:GetAuthorizationToken",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]);
  });
});
