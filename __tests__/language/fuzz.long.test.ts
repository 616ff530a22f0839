import { fuzzResolve } from "./support/fuzz.ts";

describe("any input resolves or gives a SpecError", () => fuzzResolve(30_000));
