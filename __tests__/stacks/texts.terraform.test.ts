import fc from "fast-check";
import { escapeTemplate } from "../../modules/terraform-text.ts";
import { anyText, textsForAll } from "./support/free-texts.ts";
import { readByTerraform, readHere } from "./support/template-readers.ts";
import { meaningsOf, sampleOf } from "./support/written-texts.ts";

it("Terraform reads any text as it was, and as the project's own reader reads it", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const { pairs, expected } = sampleOf(fc.sample(textsForAll, { seed, numRuns: 1 })[0]!);
  const texts = fc.sample(anyText, { seed, numRuns: 2000 });
  const strings = [...pairs.map(({ written }) => written), ...texts.map(escapeTemplate)];
  const read = await readByTerraform(strings);
  expect(meaningsOf(pairs, read), `seed ${seed}`).toEqual(expected);
  expect(read.slice(pairs.length), `seed ${seed}`).toEqual(texts);
  expect(read, `seed ${seed}`).toEqual(readHere(strings));
});
