import { reachMatchers } from "../../tools/reach/matchers.ts";

// Installs reach's matchers. Slow to load, so only tests that use them import this file.
expect.extend(reachMatchers);
