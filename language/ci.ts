import * as z from "zod";
import { integer, list, nameField, oneOf, patternText } from "./fields.ts";

/** The name of an environment. https://docs.github.com/en/actions/reference/security/oidc */
const environmentName = patternText(
  /^[A-Za-z0-9][\w.-]{0,99}$/,
  "an environment's name of letters, digits, hyphens, dots and underscores",
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

/** The fields of a pipeline, whatever service runs it. */
const pipelineFields = {
  /**
   * The service's environment whose jobs may plan: read the states and resources, and write plans.
   * @default `<platform>-<environment>-plan`
   */
  planEnvironment: environmentName.optional(),
  /**
   * The service's environment whose jobs may apply. Protect it with approvals.
   * @default `<platform>-<environment>`
   */
  applyEnvironment: environmentName.optional(),
  /**
   * The environment of this platform that is applied first. Once its next plan is empty, the plans
   * of the same revision are applied here. @default none
   */
  after: nameField.optional(),
  /**
   * The service's OIDC provider, of which an account has one: `create` makes it in the state stack,
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
  /**
   * Days until plans in the state bucket are deleted. A plan is stale once another change was
   * applied. @default 30
   */
  planDays: integer(1, 3650, "days").default(30),
};

/**
 * The names of branches that a pipeline may have: of those that Git allows, the ones that need no
 * escape in a workflow, a role's trust or a shell. https://git-scm.com/docs/git-check-ref-format
 */
export const BRANCH_NAME: RegExp =
  /^(?!HEAD$)(?!.*(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)))[A-Za-z0-9](?:[\w./-]{0,198}\w)?$/;

/** A description of {@link BRANCH_NAME}, for messages. */
export const BRANCH_NAME_ALLOWED =
  "a branch's name of letters, digits, hyphens, dots, slashes and underscores, as Git allows it";

/** GitHub Actions: the repository, and the environments whose jobs may assume the two roles. */
const githubSchema = z.strictObject({
  /** The repository of the platforms. */
  repository: repositoryField,
  ...pipelineFields,
});

/** GitLab CI/CD: the project, and the branch whose jobs may apply. */
const gitlabSchema = z.strictObject({
  /** The host of GitLab, which AWS must reach over HTTPS. @default gitlab.com */
  host: patternText(
    /^(?=.{4,200}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?:\/[\w.-]+)*$/,
    "the host of a GitLab, without https:// and port",
    'write it as "gitlab.com" or "gitlab.example.com"',
  ).default("gitlab.com"),
  /** The project's path with its groups: `acme/platforms/shop`. Letters count as written. */
  project: patternText(
    /^(?=.{3,200}$)\w[\w.-]*(?:\/\w[\w.-]*)+$/,
    "a project's path with its groups",
    'write it as "acme/shop"',
  ),
  /** The branch whose jobs may apply. Protect it. @default main */
  branch: patternText(BRANCH_NAME, BRANCH_NAME_ALLOWED, 'use a name such as "main"').default("main"),
  ...pipelineFields,
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
  /** @default no roles */
  gitlab: gitlabSchema.optional(),
});
