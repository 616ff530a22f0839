import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Testing } from "cdktf";
import { resolve } from "../../../language/resolve.ts";
import { planCiRoles } from "../../../modules/state/ci-roles-plan.ts";
import { buildStatesApp } from "../../../stacks/build.ts";
import { StateStack } from "../../../stacks/state-stack.ts";
import { shop } from "../../language/support/shop.ts";
import { resourcesOfType, type SynthesizedStackJson } from "../../support/synth.ts";

const ACCOUNT = "111111111111";
const STATES = "arn:aws:s3:::acme-states";

/** The shop's form, with settings of its pipeline. */
function shopWith(github: object | undefined, more: { name?: string; region?: "eu-west-1" } = {}) {
  const spec = {
    ...shop,
    ci: github === undefined ? {} : { github: { repository: "acme/shop", ...github } },
    environments: { prod: { account: ACCOUNT } },
  };
  return { ...resolve(spec, "prod"), ...more };
}

interface Trust {
  readonly Principal: object;
  readonly Condition: object;
}

/** The shop's form, with its pipeline at GitLab. */
function shopAtGitlab(gitlab: {
  readonly project: string;
  readonly host?: string;
  readonly branch?: string;
}) {
  return resolve({ ...shop, ci: { gitlab }, environments: { prod: { account: ACCOUNT } } }, "prod");
}

function synth(...platforms: ReturnType<typeof shopWith>[]): string {
  const app = Testing.app();
  const ciRoles = platforms.flatMap((platform) => planCiRoles(platform) ?? []);
  return Testing.synth(
    new StateStack(app, { account: ACCOUNT, region: "us-east-1", bucket: "acme-states", ciRoles }),
  );
}

const parse = (text: string) => JSON.parse(text) as SynthesizedStackJson;

describe("the roles of a pipeline", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "drydock-ci-roles-"));
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  it("are off by default: the state stack is as it was", () => {
    expect(synth(shopWith(undefined))).toBe(synth());
    expect(synth()).not.toContain("aws_iam");
  });

  it("trust the jobs of one environment of one repository, by equality", () => {
    const text = synth(shopWith({}));
    expect(text).toHaveResourceWithProperties(IamOpenidConnectProvider, {
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
    const roles = resourcesOfType(parse(text), "aws_iam_role");
    const trusts = roles.map(({ name, assume_role_policy: policy }) => [name, JSON.parse(policy as string)]);
    const trust = (subject: string) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AssumeByJob",
          Effect: "Allow",
          Principal: {
            Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": subject,
            },
          },
        },
      ],
    });
    expect(Object.fromEntries(trusts)).toEqual({
      "shop-prod-ci-plan": trust("repo:acme/shop:environment:shop-prod-plan"),
      "shop-prod-ci-apply": trust("repo:acme/shop:environment:shop-prod"),
    });
  });

  it("plan with reading alone: states are read, plans only written, and no other data is", () => {
    const stack = parse(synth(shopWith({})));
    const [policy] = resourcesOfType(stack, "aws_iam_role_policy");
    const { Statement } = JSON.parse(policy!.policy as string) as { Statement: Record<string, unknown>[] };
    const bySid = new Map(Statement.map(({ Sid, ...rest }) => [Sid, rest]));
    expect(bySid.get("WritePlans")).toEqual({
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `${STATES}/plans/shop-prod/*`,
    });
    const reads = ["s3:GetObject", "s3:GetObjectVersion"];
    expect(bySid.get("NeverReadPlans")).toEqual({
      Effect: "Deny",
      Action: reads,
      Resource: `${STATES}/plans/*`,
    });
    expect(bySid.get("NeverReadOtherObjects")).toEqual({
      Effect: "Deny",
      Action: reads,
      NotResource: `${STATES}/*`,
    });
    expect(bySid.get("NeverReadData")).toMatchObject({ Effect: "Deny", Resource: "*" });
    const writes = Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    expect(writes.toSorted()).toEqual([
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
    ]);
  });

  it("apply with the policies of the spec, in the environments of the spec", () => {
    const applyPolicies = ["arn:aws:iam::111111111111:policy/deployers"];
    const text = synth(shopWith({ applyPolicies, applyEnvironment: "live" }));
    const attached = resourcesOfType(parse(text), "aws_iam_role_policy_attachment");
    expect(attached.map(({ policy_arn: arn }) => arn).toSorted()).toEqual([
      ...applyPolicies,
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
    expect(synth(shopWith({}))).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
    expect(text).toHaveResourceWithProperties(IamRole, { name: "shop-prod-ci-apply" });
    expect(text).toContain("repo:acme/shop:environment:live");
  });

  it("at GitLab trust one project's jobs: any branch plans, one applies; merge requests of forks have another path", () => {
    const gitlab = { host: "gitlab.example.com", project: "acme/web/shop", branch: "live" };
    const stack = parse(synth(shopAtGitlab(gitlab)));
    const [provider] = resourcesOfType(stack, "aws_iam_openid_connect_provider");
    expect(provider).toMatchObject({
      url: "https://gitlab.example.com",
      client_id_list: ["sts.amazonaws.com"],
    });
    const trusts = resourcesOfType(stack, "aws_iam_role").map(({ name, assume_role_policy: policy }) => {
      const [{ Principal, Condition }] = (JSON.parse(policy as string) as { Statement: [Trust] }).Statement;
      return [name, { Principal, Condition }];
    });
    const Principal = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.example.com` };
    const aud = { "gitlab.example.com:aud": "sts.amazonaws.com" };
    const sub = (branch: string) => ({
      "gitlab.example.com:sub": `project_path:acme/web/shop:ref_type:branch:ref:${branch}`,
    });
    expect(Object.fromEntries(trusts)).toEqual({
      "shop-prod-ci-plan": { Principal, Condition: { StringEquals: aud, StringLike: sub("*") } },
      "shop-prod-ci-apply": { Principal, Condition: { StringEquals: { ...aud, ...sub("live") } } },
    });
  });

  it("at GitLab are rejected with a pattern for a project or branch, and beside those of GitHub", () => {
    expect(() => shopAtGitlab({ project: "acme/*" })).toThrow("a project's path with its groups");
    expect(() => shopAtGitlab({ project: "acme/shop", branch: "*" })).toThrow("a branch's name");
    expect(() => shopAtGitlab({ project: "acme/shop", host: "https://gitlab.com" })).toThrow(
      "the host of a GitLab",
    );
    const both = {
      ...shop,
      ci: { github: { repository: "acme/shop" }, gitlab: { project: "acme/shop" } },
      environments: { prod: { account: ACCOUNT } },
    };
    expect(() => resolve(both, "prod")).toThrow("remove ci.github or ci.gitlab");
  });

  it("come with a rule that deletes plans, and nothing else, after the days of the spec", () => {
    const rulesOf = (text: string) =>
      (resourcesOfType(parse(text), "aws_s3_bucket_lifecycle_configuration")[0] as { rule: object[] }).rule;
    const states = rulesOf(synth());
    expect(states).toHaveLength(1);
    expect(states[0]).not.toHaveProperty("expiration");
    const rules = rulesOf(synth(shopWith({}), shopWith({ planDays: 7 }, { name: "kiosk" })));
    expect(rules).toEqual([
      ...states,
      expect.objectContaining({
        filter: [{ prefix: "plans/shop-prod/" }],
        expiration: [{ days: 30 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      }),
      expect.objectContaining({ filter: [{ prefix: "plans/kiosk-prod/" }], expiration: [{ days: 7 }] }),
    ]);
  });

  it("share one provider in an account, or use the one that is there", () => {
    const both = parse(synth(shopWith({}), shopWith({}, { name: "kiosk" })));
    expect(resourcesOfType(both, "aws_iam_openid_connect_provider")).toHaveLength(1);
    expect(resourcesOfType(both, "aws_iam_role")).toHaveLength(4);
    expect(synth(shopWith({ identityProvider: "existing" }))).not.toContain(
      "aws_iam_openid_connect_provider",
    );
  });

  it("stay in the stack when another platform of the account is bootstrapped", () => {
    const kiosk = shopWith({}, { name: "kiosk" });
    const app = buildStatesApp([shopWith(undefined)], [], {
      outdir,
      neighbours: [shopWith(undefined), kiosk],
    });
    const stack = Testing.synth(app.node.children[0] as StateStack);
    expect(stack).toHaveResourceWithProperties(IamRole, { name: "kiosk-prod-ci-apply" });
  });

  it("are rejected if the stacks of two regions would make the account's one provider", () => {
    const platforms = [shopWith({}), shopWith({}, { name: "kiosk", region: "eu-west-1" })];
    expect(() => buildStatesApp(platforms, [], { outdir })).toThrow(
      "kiosk-prod and shop-prod would both create the OIDC provider token.actions.githubusercontent.com of 111111111111",
    );
    const [first, second] = [
      shopWith({}),
      shopWith({ identityProvider: "existing" }, { region: "eu-west-1" }),
    ];
    expect(() => buildStatesApp([first, second], [], { outdir })).not.toThrow();
  });
});
