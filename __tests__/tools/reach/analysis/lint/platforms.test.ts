import { environmentsOf, resolve } from "../../../../../language/resolve.ts";
import { platforms } from "../../../../../platforms/index.ts";
import { withSynthesized } from "../../../../support/synth.ts";
import { lintOf } from "./support/lint.ts";

const ALL = platforms.flatMap((spec) =>
  environmentsOf(spec).map((environment) => [spec.name, environment, spec] as const),
);

it.each(ALL)("lint reports no error in %s %s", async (_name, environment, spec) => {
  const { findings, gaps } = await withSynthesized([resolve(spec, environment)], lintOf);
  expect(gaps).toEqual([]);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});
