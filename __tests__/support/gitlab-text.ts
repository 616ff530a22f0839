/** Keys of a pipeline's file that are no jobs. */
const NOT_JOBS = new Set(["stages", "workflow", "default"]);

/** Returns the names of the jobs in a pipeline of GitLab. */
export function gitlabJobs(pipeline: string): readonly string[] {
  return [...pipeline.matchAll(/^([\w-]+):$/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => !NOT_JOBS.has(name));
}

/** Returns the lines of a job. */
export function gitlabJobText(pipeline: string, job: string): string {
  const [, rest] = pipeline.split(`\n${job}:\n`);
  if (rest === undefined) throw new Error(`the pipeline has no job ${job}`);
  return rest.split(/^\S/m)[0] ?? "";
}

/** Returns a script of a job, as one file: that which a runner runs after `npm ci`, or another. */
export function gitlabJobScript(pipeline: string, job: string, key = "script"): string {
  const list = section(gitlabJobText(pipeline, job), key);
  return list
    .split(/^ {4}- /m)
    .slice(1)
    .map((item) => (item.startsWith("|\n") ? item.slice(2).replaceAll(/^ {6}/gm, "") : scalar(item)))
    .join("\n");
}

/** Returns the variables of a job, in which others are expanded as GitLab does. */
export function gitlabJobVariables(
  pipeline: string,
  job: string,
  predefined: Readonly<Record<string, string>>,
): Record<string, string> {
  const lines = section(gitlabJobText(pipeline, job), "variables").matchAll(/^ {4}(\w+): (.*)$/gm);
  const variables = Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, scalar(value)]));
  const expanded = (value: string, depth = 0): string =>
    depth > 5
      ? value
      : value.replaceAll(/\$(\w+)/g, (_, name: string) =>
          expanded(predefined[name] ?? variables[name] ?? "", depth + 1),
        );
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, expanded(value)]));
}

/** The lines below a key of a job. */
function section(text: string, key: string): string {
  const [, rest = ""] = `\n${text}`.split(new RegExp(`^ {2}${key}:\n`, "m"));
  return rest.split(/^ {0,2}\S/m)[0] ?? "";
}

function scalar(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('"') ? (JSON.parse(trimmed) as string) : trimmed;
}
