import { fuzzResolve } from "./support/fuzz.ts";

describe("resolve returns a platform or throws a SpecError", () => fuzzResolve(30_000));
