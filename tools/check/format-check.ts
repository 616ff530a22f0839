import { formatProblem } from "../../language/problem.ts";
import type { UnopenedPort } from "../../language/unopened-ports.ts";
import { colours } from "../colours.ts";
import { alignColumns } from "../columns.ts";
import { formatCount } from "../format-count.ts";
import type { CheckedPlatform, CheckResult } from "./check-result.ts";
import type { SharedProblem } from "./check-specs.ts";
import { formatChange, formatOnlyAtRevision } from "./format-change.ts";

/** The reason why platforms without a problem have no stacks in the output. */
const NOT_SYNTHESIZED = "Stacks are listed once no selected spec has a problem.";

/** Formats the result of a check for a terminal. */
export function formatCheck({ problems, platforms, fromRevision, onlyAtRevision }: CheckResult): string {
  const sections = [
    ...problemSections(problems),
    ...platforms.map((platform) =>
      [formatPlatform(platform), ...formatChange(platform.change, fromRevision)].join("\n"),
    ),
    ...formatOnlyAtRevision(onlyAtRevision, fromRevision),
    ...(problems.length > 0 && platforms.length > 0 ? [NOT_SYNTHESIZED] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** One section for each platform, with the environments of each problem. */
function problemSections(problems: readonly SharedProblem[]): string[] {
  const names = [...new Set(problems.map(({ platform }) => platform))];
  return names.map((name) => {
    const own = problems.filter(({ platform }) => platform === name);
    const lines = own.map((problem) => `${formatProblem(problem)}${formatEnvironments(problem)}`);
    return [colours.red(`${name}: ${formatCount(own.length, "problem")} in the spec`), ...lines].join("\n");
  });
}

function formatEnvironments({ environments }: SharedProblem): string {
  return environments.length === 0 ? "" : ` (${environments.join(", ")})`;
}

function formatPlatform({
  platform,
  environment,
  account,
  region,
  stacks,
  toReplace,
  unopened,
}: CheckedPlatform): string {
  return [
    `${colours.bold(`${platform} ${environment}`)}  account ${account}, ${region}`,
    ...alignColumns(
      stacks.map(({ name, resources, services }) => [
        name,
        formatCount(resources, "resource"),
        Object.entries(services)
          .map(([service, count]) => `${count} ${service}`)
          .join(", "),
      ]),
    ),
    ...(toReplace.length === 0
      ? []
      : [
          `  Replace before the first real deployment:`,
          ...alignColumns(
            toReplace.map(({ path, value, reason }) => [`  ${path}`, JSON.stringify(value), reason]),
          ),
        ]),
    ...formatUnopened(unopened),
  ].join("\n");
}

/** Declared ports that nothing opens. */
function formatUnopened(ports: readonly UnopenedPort[]): string[] {
  if (ports.length === 0) return [];
  const paths = [...new Set(ports.map(({ path }) => path))];
  const rows = paths.map((path) => {
    const own = ports.filter((one) => one.path === path);
    return [`  ${path}`, own.map(({ protocol, port }) => `${protocol} ${port}`).join(", ")];
  });
  return ["  Nothing opens these ports yet:", ...alignColumns(rows)];
}
