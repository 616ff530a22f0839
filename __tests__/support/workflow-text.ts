/** A job's step that runs a script. */
export interface ScriptStep {
  readonly name: string;
  /** The lines of its script. */
  readonly script: string;
  /** The condition under which it runs. */
  readonly condition: string | undefined;
}

/** Returns a workflow's text of one job, by indentation. */
export function jobText(workflow: string, job: string): string {
  const [, text] = workflow.split(new RegExp(`^  ${job}:\n`, "m"));
  if (text === undefined) throw new Error(`the workflow has no job ${job}`);
  return text.split(/^ {0,2}\S/m)[0]!;
}

/** Returns the script of a job's step by the step's name, as a runner reads it from the file. */
export function stepScript(workflow: string, job: string, step: string): string {
  const found = stepsOfJob(workflow, job).find(({ name }) => name === step);
  if (found === undefined) throw new Error(`the job ${job} has no step ${step}`);
  return found.script;
}

/** Returns the scripts of a job in a workflow as written here: two spaces for each level. */
export function stepsOfJob(workflow: string, job: string): readonly ScriptStep[] {
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
