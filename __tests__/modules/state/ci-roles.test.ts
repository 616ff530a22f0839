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

function synth(...platforms: ReturnType<typeof shopWith>[]): string {
  const app = Testing.app({ outdir: "never-written" });
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
      "kiosk-prod and shop-prod would both create GitHub's OIDC provider of 111111111111",
    );
    const [first, second] = [
      shopWith({}),
      shopWith({ identityProvider: "existing" }, { region: "eu-west-1" }),
    ];
    expect(() => buildStatesApp([first, second], [], { outdir })).not.toThrow();
  });
});
