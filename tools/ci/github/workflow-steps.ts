import type { PipelineTarget } from "../pipeline-targets.ts";
import type { CommentedText, YamlValue } from "../yaml.ts";
import { usesAction } from "./pinned-actions.ts";

/** A step of a job, in the order in which GitHub documents its keys. */
export type WorkflowStep = { readonly [key: string]: YamlValue };

/** The versions that a workflow installs. */
export interface ToolVersions {
  /** Node.js: `22`. */
  readonly node: string;
  /** Terraform: `1.11.4`. */
  readonly terraform: string;
}

/**
 * Checks a commit out, and leaves no token behind for the programs of later steps.
 *
 * @param more the commit, or the depth of the history
 */
export function checkoutStep(more: { readonly [key: string]: YamlValue } = {}): WorkflowStep {
  return { uses: usesAction("checkout"), with: { "persist-credentials": false, ...more } };
}

/** Installs Node.js and the project's packages, as locked. */
export function nodeSteps({ node }: ToolVersions): readonly WorkflowStep[] {
  return [
    // Without a cache, which jobs of pull requests could fill for jobs that apply.
    { uses: usesAction("setupNode"), with: { "node-version": node, "package-manager-cache": false } },
    { run: "npm ci" },
  ];
}

/** Installs Terraform without the wrapper, which copies all output into the step's outputs. */
export function terraformStep({ terraform }: ToolVersions): WorkflowStep {
  return {
    uses: usesAction("setupTerraform"),
    with: { terraform_version: terraform, terraform_wrapper: false },
  };
}

/** Assumes a role with the job's own token. */
export function credentialsStep({ region }: PipelineTarget, role: string): WorkflowStep {
  return { uses: usesAction("awsCredentials"), with: { "role-to-assume": role, "aws-region": region } };
}

/** A step that runs a script. */
export function scriptStep(
  name: string,
  run: string,
  more: { readonly [key: string]: YamlValue | CommentedText } = {},
): WorkflowStep {
  return { name, ...more, run };
}
