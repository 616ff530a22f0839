import { joinPath, type Problem } from "../problem.ts";
import { SECRET_FORMS } from "../secret-forms.ts";
import type { Workload } from "../workloads.ts";
import type { Check, SpecPath } from "./check.ts";

/** Names of variables that hold a secret and nothing else. */
const SECRET_NAME = /(?:PASSWORD|PASSWD|SECRET_ACCESS_KEY|PRIVATE_KEY)$/i;

/**
 * Rejects credentials in plain text: what is in `environment` can be read in the platform file, the
 * Terraform state and the task definition, and `setup` in user data. The message omits the value.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-task-kms-permissions.html
 */
export const checkPlainSecrets: Check = (platform) =>
  Object.entries(platform.workloads).flatMap(([name, workload]) => {
    const path = ["workloads", name];
    return [
      ...Object.entries(workload.environment).flatMap(([variable, value]) =>
        typeof value === "string"
          ? variableProblems([...path, "environment", variable], value, workload)
          : [],
      ),
      ...setupOf(workload).flatMap((line, index) => {
        const form = formOf(line);
        return form === undefined ? [] : [secretAt([...path, "setup", index], form, fixFor(workload))];
      }),
    ];
  });

function setupOf(workload: Workload): readonly string[] {
  return workload.kind === "service" ? [] : workload.setup;
}

function variableProblems(path: SpecPath, value: string, workload: Workload): Problem[] {
  const variable = String(path.at(-1));
  const isNamed = SECRET_NAME.test(variable) && value !== "" && !value.startsWith("$");
  const form = formOf(value) ?? (isNamed ? "text, in a variable named as a secret" : undefined);
  return form === undefined ? [] : [secretAt(path, form, fixFor(workload, variable))];
}

/** The form of credential in a text; undefined if none is recognized. */
function formOf(text: string): string | undefined {
  return SECRET_FORMS.find(({ pattern }) => pattern.test(text))?.name;
}

function fixFor({ kind }: Workload, variable = "API_KEY"): string {
  return kind === "service"
    ? `add a store of kind secret, and name it under secrets: ${variable}: "…"`
    : "keep it in Secrets Manager, and read it there when the program starts";
}

function secretAt(path: SpecPath, received: string, fix: string): Problem {
  return { path: joinPath(path), received, allowed: "no secret in plain text", fix };
}
