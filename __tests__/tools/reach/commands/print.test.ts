import { stripVTControlCharacters } from "node:util";
import { printExplanation, printProof, printTable } from "../../../../tools/reach/commands/print.ts";
import { TransportSet } from "../../../../tools/reach/packets/transport-set.ts";

const plain = (text: string) => stripVTControlCharacters(text).split("\n");

describe("a printed table", () => {
  it("has aligned columns, with a column for unknown ports only if there are any", () => {
    const row = { from: "internet", to: "shop/web", ports: "tcp 80, 443", unknown: "" };
    expect(plain(printTable([row]))).toEqual([
      "Possible connections (everything else is blocked)",
      "  FROM      TO        PORTS",
      "  internet  shop/web  tcp 80, 443",
      "",
    ]);
    expect(plain(printTable([{ ...row, unknown: "tcp 22" }]))[1]).toBe(
      "  FROM      TO        PORTS        UNKNOWN",
    );
  });

  it("states that no endpoint can reach another if it is empty", () => {
    expect(printTable([])).toBe("No endpoint can reach another.\n");
  });
});

describe("a printed explanation", () => {
  const long = Array(40).fill("word").join(" ");
  const result = {
    verdict: "blocked",
    hops: [{ address: "net/aws_route.out", text: `route ${long}`, by: ["net/aws_route.out"] }],
    causes: [{ code: "NO_ROUTE_TO_DESTINATION", address: "net/aws_route_table.a", text: `no route ${long}` }],
  } as const;

  it("has the verdict, then each numbered hop, then each cause with its code", () => {
    const text = plain(printExplanation("a → b, tcp 443", result));
    expect(text[0]).toBe("a → b, tcp 443: blocked");
    expect(text[1]).toMatch(/^ {3}1 {2}route word/);
    expect(text).toContain("        net/aws_route.out");
    expect(text).toContain("Blocked by");
    expect(text).toContain("    NO_ROUTE_TO_DESTINATION  net/aws_route_table.a");
  });

  it("has at most 110 columns", () => {
    const lines = plain(printExplanation("a → b, tcp 443", result));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(lines.join(" ").match(/word/g)).toHaveLength(80);
  });

  it("lists the causes of unknown verdicts and of partially blocked connections", () => {
    const { causes } = result;
    expect(plain(printExplanation("?", { verdict: "unknown", hops: [], causes }))).toContain(
      "Unknown because of",
    );
    expect(plain(printExplanation("?", { verdict: "allowed", hops: [], causes }))).toContain(
      "Blocked in part by",
    );
    expect(plain(printExplanation("?", { verdict: "allowed", hops: [], causes: [] }))).toEqual([
      "?: allowed",
      "",
    ]);
  });
});

describe("a printed proof", () => {
  const base = { from: "shop/web", to: "shop/db", transport: TransportSet.named("tcp", 5432) };
  const proven = [{ ...base, flows: ["web -> db"] }];

  it("shows the number of checked pairs if everything is as declared", () => {
    expect(plain(printProof("shop-prod", { scenarios: [], proven, differences: [], pairs: 12 }))).toEqual([
      "✓ shop-prod: connectivity is exactly as declared (12 pairs checked)",
      "  FROM      TO       PORTS     DECLARED AS",
      "  shop/web  shop/db  tcp 5432  web -> db",
      "",
    ]);
  });

  it("lists each scenario, marking those that are not fully possible", () => {
    const scenarios = [
      { name: "web hosting", isProven: true, flows: ["internet -> web", "web -> db"] },
      { name: "vpn", isProven: false, flows: ["office -> web"] },
    ];
    expect(
      plain(printProof("shop-prod", { scenarios, proven, differences: [], pairs: 12 })).slice(-5),
    ).toEqual([
      "",
      "Scenarios",
      "  ✓ web hosting  internet -> web, web -> db",
      "  ✗ vpn          office -> web",
      "",
    ]);
  });

  it("lists each difference with its causes", () => {
    const cause = {
      code: "SUBNET_ACL_RESTRICTION",
      address: "net/aws_network_acl.b",
      text: "denied",
    } as const;
    const differences = [
      { ...base, kind: "missing", flows: ["web -> db"], causes: [cause], by: [] },
      { ...base, kind: "undeclared", flows: [], causes: [], by: ["net/aws_security_group.db#ingress[0]"] },
    ] as const;
    const text = plain(printProof("shop-prod", { scenarios: [], proven: [], differences, pairs: 12 }));
    expect(text[0]).toBe("✗ shop-prod: 2 differences from the declared flows");
    expect(text).toContain("  declared, but not possible: shop/web → shop/db  tcp 5432  (web -> db)");
    expect(text).toContain("    SUBNET_ACL_RESTRICTION  net/aws_network_acl.b");
    expect(text).toContain("  possible, but not declared: shop/web → shop/db  tcp 5432");
    expect(text).toContain("      net/aws_security_group.db#ingress[0]");
  });
});
