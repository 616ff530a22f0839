import fc from "fast-check";
import { escapeTemplate } from "../../modules/terraform-text.ts";
import { SEED_VARIABLE, testSeed } from "../support/seed.ts";
import { anyText, textsForAll } from "./support/free-texts.ts";
import { decodedTexts, sampleOf } from "./support/synthesized-texts.ts";
import { evaluateByTerraform, evaluateTemplates } from "./support/template-readers.ts";

it("Terraform evaluates any escaped text to the original, like the project's own evaluator", async () => {
  const seed = testSeed();
  const repeat = `${SEED_VARIABLE}=${seed}`;
  const { pairs, expected } = sampleOf(fc.sample(textsForAll, { seed, numRuns: 1 })[0]!);
  const texts = fc.sample(anyText, { seed, numRuns: 2000 });
  const strings = [...pairs.map(({ synthesized }) => synthesized), ...texts.map(escapeTemplate)];
  const evaluated = await evaluateByTerraform(strings);
  expect(decodedTexts(pairs, evaluated), repeat).toEqual(expected);
  expect(evaluated.slice(pairs.length), repeat).toEqual(texts);
  expect(evaluated, repeat).toEqual(evaluateTemplates(strings));
});
