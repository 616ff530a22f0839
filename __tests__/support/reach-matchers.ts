import { reachMatchers } from "../../tools/reach/matchers.ts";

/** Import this file for its matchers. Not every test needs them, and each would wait for them. */
expect.extend(reachMatchers);
