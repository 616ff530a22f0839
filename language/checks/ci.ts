import { ciEnvironments } from "../ci-environments.ts";
import { type Check, duplicateProblems, problemAt } from "./check.ts";

/**
 * The most managed policies of a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const POLICIES_PER_ROLE = 10;

/** Checks that planning and applying are apart: a job of a pull request must not apply. */
export const checkCi: Check = (platform) => {
  const { github, gitlab } = platform.ci;
  const pipeline = github ?? gitlab;
  if (pipeline === undefined) return [];
  const { plan, apply } = ciEnvironments(platform);
  const at = ["ci", github === undefined ? "gitlab" : "github"];
  const { applyPolicies } = pipeline;
  return [
    ...(github !== undefined && gitlab !== undefined
      ? [problemAt(["ci", "gitlab"], gitlab.project, "one pipeline", "remove ci.github or ci.gitlab")]
      : []),
    // GitHub compares the names of environments without regard to case.
    ...(plan.toLowerCase() === apply.toLowerCase()
      ? [
          problemAt(
            [...at, "planEnvironment"],
            plan,
            "another environment than applyEnvironment, since jobs of pull requests plan",
            `use a name such as "${apply}-plan"`,
          ),
        ]
      : []),
    ...(applyPolicies.length > POLICIES_PER_ROLE
      ? [
          problemAt(
            [...at, "applyPolicies"],
            applyPolicies.length,
            `at most ${POLICIES_PER_ROLE} policies`,
            "join some",
          ),
        ]
      : []),
    ...duplicateProblems([...at, "applyPolicies"], applyPolicies, "policy"),
  ];
};
