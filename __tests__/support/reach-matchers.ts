import { reachMatchers } from "../../tools/reach/matchers.ts";

/**
 * Installs the matchers of reach. Imported only by tests that need them, since loading takes time.
 */
expect.extend(reachMatchers);
