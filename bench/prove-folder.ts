/**
 * Proves the Terraform JSON in FOLDER (of PLATFORM in ENVIRONMENT, if given; else that nothing is
 * open), and prints the milliseconds for reading and proving.
 */

import { defined } from "../language/required.ts";
import { selectPlatforms } from "../language/selection.ts";
import { platforms } from "../platforms/index.ts";
import { expectedConnectivity } from "../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../tools/reach/analysis/network-analysis.ts";
import { prove } from "../tools/reach/analysis/prove.ts";

const { FOLDER, PLATFORM, ENVIRONMENT } = process.env;
const obligations =
  PLATFORM === undefined
    ? []
    : selectPlatforms(platforms, { platform: PLATFORM, environment: ENVIRONMENT }).flatMap(
        expectedConnectivity,
      );
const startedAt = performance.now();
const network = await NetworkAnalysis.read(defined(FOLDER, "the variable FOLDER"));
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
