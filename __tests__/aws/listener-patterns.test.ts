import fc from "fast-check";
import { patternCovers } from "../../aws/listener-patterns.ts";

/** True if a text matches a pattern: `*` matches any text, `?` any character. */
function matches(pattern: string, text: string): boolean {
  const source = [...pattern].map((one) => (one === "*" ? ".*" : one === "?" ? "." : one)).join("");
  return new RegExp(`^${source}$`).test(text);
}

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });

describe("a pattern of a listener rule", () => {
  it("covers only patterns whose matches it also matches", () => {
    fc.assert(
      fc.property(
        pattern,
        pattern,
        fc.array(fc.constantFrom("", "a", "b", "ab"), { maxLength: 6 }),
        (wide, narrow, parts) => {
          fc.pre(patternCovers(wide, narrow));
          let next = 0;
          const part = (one: string) =>
            one === "*" ? (parts[next++] ?? "") : one === "?" ? (parts[next++]?.[0] ?? "a") : one;
          expect(matches(wide, [...narrow].map(part).join(""))).toBe(true);
        },
      ),
    );
  });

  it("covers itself, and `*` covers everything", () => {
    fc.assert(
      fc.property(pattern, (one) => {
        expect(patternCovers(one, one)).toBe(true);
        expect(patternCovers("*", one)).toBe(true);
      }),
    );
  });

  it.each([
    ["/api/*", "/api/v1/*", true],
    ["/api/*", "/api", false],
    ["/v?/*", "/v1/users", true],
    ["/v?/*", "/v*/users", false],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "example.com", false],
    ["*example.com", "example.com", true],
    ["api.example.com", "api.example.com", true],
    ["api.example.com", "app.example.com", false],
    ["a?i.example.com", "ai.example.com", false],
    ["*.example.com.*", "api.example.com", false],
    ["a*b*c", "aXb.aXc", true],
    ["ab*ab", "ab", false],
    ["*ab*b", "aab", false],
    [`${"*a".repeat(60)}*b`, "a".repeat(120), false],
  ])("%s covers %s: %s", (wide, narrow, expected) => {
    expect(patternCovers(wide, narrow)).toBe(expected);
  });
});
