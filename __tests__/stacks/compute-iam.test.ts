import { environmentsOf, resolve } from "../../language/resolve.ts";
import { platforms } from "../../platforms/index.ts";
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

  it("lets the app only read its database's secret, which RDS rotates, and log in as one user each", () => {
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
      [
        "LogInToDatabases",
        "rds-db:connect",
        "arn:aws:rds-db:us-east-1:111111111111:dbuser:${data.terraform_remote_state.data.outputs.database_resource_ids.db}/cybershield_app",
        undefined,
      ],
      [
        "LogInToCaches",
        "elasticache:Connect",
        [
          "arn:aws:elasticache:us-east-1:111111111111:replicationgroup:cybershield-redis",
          "arn:aws:elasticache:us-east-1:111111111111:user:cybershield-app",
        ],
        undefined,
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
    const prod = prodWith({ environment: {}, delivery: undefined });
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
    const publicImage = prodWith({ image: { uri: "public.ecr.aws/x/y:1" }, delivery: undefined });
    expect(JSON.stringify(iamPolicyStatements(publicImage))).not.toContain("ecr:");
    const uri = "333333333333.dkr.ecr.us-east-1.amazonaws.com/shared/web:1";
    const shared = prodWith({ image: { uri }, delivery: undefined });
    expect(JSON.stringify(iamPolicyStatements(shared))).toContain(
      '"arn:aws:ecr:us-east-1:333333333333:repository/shared/web"',
    );
  });
});

describe("the policies of every platform in every environment", () => {
  const everywhere = platforms.flatMap((spec) =>
    environmentsOf(spec).map((environment) => synthesize(resolve(spec, environment))),
  );
  // Also with the settings that need more permissions and that no platform has.
  const withMore = cybershieldIn("prod", {
    workloads: { app: { exec: true, deployment: "blue-green" } },
  });
  const all = [...everywhere, synthesize(withMore)].flatMap((one) =>
    Object.keys(one).map((name) => ({ name, json: parseStackJson(one, name) })),
  );

  it("are inline policies of roles and users, besides AWS's managed policies", () => {
    const types = all.flatMap(({ json }) => Object.keys(json.resource ?? {}));
    const policies = types.filter((type) => /^aws_iam_.*polic/.test(type));
    expect([...new Set(policies)].sort()).toEqual([
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_iam_user_policy",
    ]);
    const attached = all.flatMap(({ json }) => resourcesOfType(json, "aws_iam_role_policy_attachment"));
    expect(
      attached.filter(({ policy_arn }) => !/^arn:aws:iam::aws:policy\//.test(String(policy_arn))),
    ).toEqual([]);
    const roles = all.flatMap(({ json }) => resourcesOfType(json, "aws_iam_role"));
    expect(roles.filter((role) => "inline_policy" in role || "managed_policy_arns" in role)).toEqual([]);
  });

  it("have resource * only for actions without resource-level permissions, and the agent's heartbeat", () => {
    const open = all.flatMap(({ name, json }) =>
      iamPolicyStatements(json)
        .filter(({ Resource }) => toArray(Resource).includes("*"))
        .flatMap(({ Action }) => toArray(Action).map((action) => [name.split("-")[0]!, action] as const)),
    );
    const actionsIn = (platform: string) =>
      [...new Set(open.flatMap(([name, action]) => (name === platform ? [action] : [])))].sort();
    const channels = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ];
    // The agent on a server calls it for itself, before a policy could name the server.
    const heartbeat = "ssm:UpdateInstanceInformation";
    expect(Object.fromEntries(platforms.map(({ name }) => [name, actionsIn(name)]))).toEqual({
      cybershield: [
        "ecr:GetAuthorizationToken",
        "ecs:DescribeTaskDefinition",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        ...channels,
      ],
      roboshop: ["ec2:DescribeInstanceConnectEndpoints", "ec2:DescribeInstances"],
      cqube: [heartbeat, ...channels],
      hybrid: [heartbeat, ...channels],
    });
  });
});
