import fc from "fast-check";
import { escapeTemplate } from "../../modules/terraform-text.ts";
import { anyText, textsForAll } from "./support/free-texts.ts";
import { decodedTexts, sampleOf } from "./support/synthesized-texts.ts";
import { evaluateByTerraform, evaluateTemplates } from "./support/template-readers.ts";

it("Terraform evaluates any escaped text to the original, like the project's own evaluator", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const { pairs, expected } = sampleOf(fc.sample(textsForAll, { seed, numRuns: 1 })[0]!);
  const texts = fc.sample(anyText, { seed, numRuns: 2000 });
  const strings = [...pairs.map(({ synthesized }) => synthesized), ...texts.map(escapeTemplate)];
  const evaluated = await evaluateByTerraform(strings);
  expect(decodedTexts(pairs, evaluated), `seed ${seed}`).toEqual(expected);
  expect(evaluated.slice(pairs.length), `seed ${seed}`).toEqual(texts);
  expect(evaluated, `seed ${seed}`).toEqual(evaluateTemplates(strings));
});
