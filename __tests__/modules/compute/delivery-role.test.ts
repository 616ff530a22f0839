import { cybershieldIn } from "../../support/platforms.ts";
import { iamPolicyStatements, parseEmbeddedJson } from "../../support/policies.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../../support/synth.ts";

const prod = cybershieldIn("prod", {
  workloads: { app: { delivery: { repository: "acme/app", environment: "live" } } },
});
const stack = parseStackJson(synthesize(prod), "cybershield-prod-compute");

describe("CyberShield: delivery: the role of the application's pipeline", () => {
  it("trusts the jobs of one environment of one repository, by exact comparison", () => {
    const [role] = resourcesOfType(stack, "aws_iam_role").filter(({ name }) =>
      /delivery$/.test(String(name)),
    );
    expect(role).toMatchObject({ name: "cybershield-prod-app-delivery" });
    expect(parseEmbeddedJson(role!.assume_role_policy)).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/app:environment:live",
            },
          },
        },
      ],
    });
  });

  it("pushes to one repository, registers one family, updates one service, and passes on two roles", () => {
    const statements = iamPolicyStatements(stack)
      .filter(({ address }) => address.startsWith("app-delivery_policy"))
      .map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, Condition]);
    const roleOf = (kind: string) =>
      expect.stringMatching(
        new RegExp(
          `^arn:aws:iam::111111111111:role/\\$\\{aws_iam_role_policy\\.app-roles_${kind}-policy_\\w+\\.role\\}$`,
        ),
      );
    expect(statements).toEqual([
      ["LogInToRegistry", "ecr:GetAuthorizationToken", "*", undefined],
      [
        "PushImages",
        [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeImages",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        "${data.terraform_remote_state.data.outputs.registry_arns.images}",
        undefined,
      ],
      ["ReadTaskDefinitions", "ecs:DescribeTaskDefinition", "*", undefined],
      [
        "RegisterTaskDefinition",
        "ecs:RegisterTaskDefinition",
        "arn:aws:ecs:us-east-1:111111111111:task-definition/cybershield-task:*",
        undefined,
      ],
      [
        "RollOut",
        ["ecs:DescribeServices", "ecs:UpdateService"],
        expect.stringMatching(
          /^arn:aws:ecs:us-east-1:111111111111:service\/\$\{aws_ecs_cluster_capacity_providers\.\w+\.cluster_name\}\/\$\{aws_ecs_service\.app-service_\w+\.name\}$/,
        ),
        undefined,
      ],
      [
        "PassTaskRoles",
        "iam:PassRole",
        [roleOf("execution"), roleOf("task")],
        { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      ],
    ]);
  });

  it("belongs to a repository that does not exist until the platform names its own", () => {
    const { delivery } = cybershieldIn("prod").workloads.app as { delivery?: { repository: string } };
    expect(delivery?.repository).toBe("example@0/cybershield@0");
  });
});
