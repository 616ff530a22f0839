import { fuzzResolve } from "./support/fuzz.ts";

// fuzz.long.test.ts runs many more.
describe("resolve returns a platform or throws a SpecError", () => fuzzResolve(400));
