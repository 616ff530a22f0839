/**
 * Proves the Terraform JSON in FOLDER (of PLATFORM in ENVIRONMENT, if given; else that nothing is open) and prints
 * the milliseconds that reading took, and proving.
 */
import { platforms } from "../platforms/index.ts";
import { selectPlatforms } from "../spec/selection.ts";
import { Network } from "../tools/reach/network.ts";
import { obligationsOf } from "../tools/reach/verbs/obligations.ts";
import { prove } from "../tools/reach/verbs/prove.ts";

const { FOLDER, PLATFORM, ENVIRONMENT } = process.env;
const obligations =
  PLATFORM === undefined
    ? []
    : selectPlatforms(platforms, { platform: PLATFORM, environment: ENVIRONMENT }).flatMap(obligationsOf);
const startedAt = performance.now();
const network = await Network.read(FOLDER!);
const readAt = performance.now();
const { differences, pairs } = prove(network, obligations);
const provenAt = performance.now();
console.log(
  JSON.stringify({
    reading: readAt - startedAt,
    proving: provenAt - readAt,
    differences: differences.length,
    pairs,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
