import { fuzzResolve } from "./support/fuzz.ts";

// Many more in fuzz.long.test.ts.
describe("any input resolves or gives a SpecError", () => fuzzResolve(400));
