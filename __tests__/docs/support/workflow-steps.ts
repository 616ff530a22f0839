/** A job's step that runs a script. */
export interface WorkflowStep {
  readonly name: string;
  /** The lines of its script. */
  readonly script: string;
  /** The condition under which it runs. */
  readonly condition: string | undefined;
}

/** Returns a workflow's text of one job, by indentation. */
function jobText(workflow: string, job: string): string {
  const [, text = ""] = workflow.split(new RegExp(`^  ${job}:\n`, "m"));
  return text.split(/^ {2}\w/m)[0]!;
}

/** Returns the scripts of a job in a workflow as written here: two spaces for each level. */
export function stepsOfJob(workflow: string, job: string): readonly WorkflowStep[] {
  const [, list = ""] = jobText(workflow, job).split(/^ {4}steps:\n/m);
  return list.split(/^ {6}- /m).flatMap((step) => {
    const run = /^ {8}run: (?:\|\n((?: {10}.*\n|\n)+)|(.*)\n)/m.exec(step);
    if (run === null) return [];
    const script = run[2] ?? run[1]!.replaceAll(/^ {10}/gm, "");
    const condition = /^ {8}if: (.*)$/m.exec(step)?.[1];
    return [{ name: /^name: (.*)$/m.exec(step)![1]!, script, condition }];
  });
}

/** Returns the variables of a workflow's own `env`. */
export function workflowVariables(workflow: string): Record<string, string> {
  const [, block = ""] = workflow.split(/^env:\n/m);
  const lines = block.split(/^\w/m)[0]!.trim().split("\n");
  return Object.fromEntries(lines.map((line) => /^ *(\w+): (.*)$/.exec(line)!.slice(1) as [string, string]));
}
