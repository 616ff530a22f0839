import { matchesHostPattern } from "../../language/host-patterns.ts";

describe("a host pattern", () => {
  it.each([
    ["api.example.com", "api.example.com", true],
    ["api.example.com", "app.example.com", false],
    ["api.example.com", "*.example.com", true],
    ["a.b.example.com", "*.example.com", true],
    ["example.com", "*.example.com", false],
    ["example.com", "*example.com", true],
    ["api.example.com", "a?i.example.com", true],
    ["ai.example.com", "a?i.example.com", false],
    ["api.example.com", "*.example.com.*", false],
    ["api-1.eu.example.com", "api-*.*.example.com", true],
    ["aXb.aXc", "a*b*c", true],
    ["ab", "ab*ab", false],
    ["abab", "ab*ab", true],
    ["aab", "*ab*b", false],
  ])("%s and %s: %s", (host, pattern, matches) => {
    expect(matchesHostPattern(host, pattern)).toBe(matches);
  });
});
