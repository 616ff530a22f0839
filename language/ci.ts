import * as z from "zod";
import { list, nameField, oneOf, patternText } from "./fields.ts";

/** The name of a GitHub environment. https://docs.github.com/en/actions/reference/security/oidc */
const environmentName = patternText(
  /^[A-Za-z0-9][\w.-]{0,99}$/,
  "a GitHub environment's name of letters, digits, hyphens, dots and underscores",
  'use a name such as "shop-prod"',
);

/**
 * A repository as its tokens name it: `acme/shop`, or with the IDs of owner and repository,
 * `acme@1234/shop@5678`, where GitHub uses immutable subjects. Letters count as written.
 */
const repositoryField = patternText(
  /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\/[\w.-]{1,100}|@\d{1,20}\/[\w.-]{1,100}@\d{1,20})$/,
  "a repository with its owner",
  'write it as "acme/shop", or with both IDs as "acme@1234/shop@5678"',
);

/** GitHub Actions: the repository, and the environments whose jobs may assume the two roles. */
const githubSchema = z.strictObject({
  /** The repository of the platforms. */
  repository: repositoryField,
  /**
   * The environment whose jobs may plan: read the states and resources, and write plans.
   * @default `<platform>-<environment>-plan`
   */
  planEnvironment: environmentName.optional(),
  /**
   * The environment whose jobs may apply. Protect it with reviewers and with the branch.
   * @default `<platform>-<environment>`
   */
  applyEnvironment: environmentName.optional(),
  /**
   * The environment of this platform that is applied first. Once its next plan is empty, the plans
   * of the same revision are applied here. @default none
   */
  after: nameField.optional(),
  /**
   * GitHub's OIDC provider, of which an account has one: `create` makes it in the state stack,
   * `existing` uses the account's.
   * @default create
   */
  identityProvider: oneOf(["create", "existing"]).default("create"),
  /**
   * ARNs of the managed policies of the role that applies. A platform has IAM roles, so that
   * whatever deploys it can give itself every permission: a narrower policy needs a boundary.
   * @default AWS's AdministratorAccess
   */
  applyPolicies: list(
    patternText(
      /^arn:aws:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]{1,512}$/,
      "the ARN of a managed policy",
      'write it as "arn:aws:iam::aws:policy/AdministratorAccess"',
    ),
    "policy ARNs",
    1,
  ).default(["arn:aws:iam::aws:policy/AdministratorAccess"]),
});

/** The pipeline of a service's own repository, which builds images and rolls them out. */
export const deliverySchema = z.strictObject({
  /** The repository of the application. */
  repository: repositoryField,
  /**
   * The GitHub environment whose jobs may push images and roll them out.
   * @default `<platform>-<environment>`
   */
  environment: environmentName.optional(),
});

/** Continuous integration: the roles that its jobs assume. */
export const ciSchema = z.strictObject({
  /** @default no roles */
  github: githubSchema.optional(),
});
