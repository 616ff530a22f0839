import fc from "fast-check";
import type { Connection } from "../../spec/connections.ts";
import { areJoined, arePeered, areSpokes, isServedTo, networksBehind } from "../../spec/joins.ts";
import { resolve } from "../../spec/resolve.ts";
import { company } from "./support/company.ts";

const platform = resolve(company, "prod");
const networks = Object.keys(platform.networks);

describe("areJoined", () => {
  it.each([
    ["hub", "hub", true],
    ["hub", "east", true],
    ["east", "west", false],
    ["east", "lone", true],
    ["west", "lone", false],
    ["hub", "lone", false],
    ["hub", "europe", true],
    ["east", "europe", false],
    ["lone", "europe", false],
  ])("%s and %s: %s", (a, b, joined) => {
    expect(areJoined(platform, a, b)).toBe(joined);
  });

  it("is symmetric, as are peering and isolation", () => {
    const network = fc.constantFrom(...networks, "unknown");
    fc.assert(
      fc.property(network, network, (a, b) => {
        expect(areJoined(platform, a, b)).toBe(areJoined(platform, b, a));
        expect(areSpokes(platform, a, b)).toBe(areSpokes(platform, b, a));
      }),
    );
    expect(arePeered(platform, "transit", "transit-eu")).toBe(true);
    expect(arePeered(platform, "transit-eu", "transit")).toBe(true);
    expect(arePeered(platform, "transit", "transit")).toBe(false);
    expect(arePeered(platform, "transit", "bridge")).toBe(false);
  });
});

describe("areSpokes", () => {
  it("is not for two that are joined by another transit gateway", () => {
    expect(areSpokes(platform, "east", "west")).toBe(true);
    const other: Connection = {
      kind: "transit-gateway",
      asn: 64_530,
      cidrs: [],
      peers: [],
      attachments: {
        east: { tier: "transit", role: "hub", applianceMode: false },
        west: { tier: "transit", role: "spoke", applianceMode: false },
      },
    };
    const joined = { ...platform, connections: { ...platform.connections, other } };
    expect(areSpokes(joined, "east", "west")).toBe(false);
    expect(areJoined(joined, "east", "west")).toBe(true);
  });

  it("is not for two that no transit gateway attaches", () => {
    expect(areSpokes(platform, "lone", "west")).toBe(false);
  });
});

describe("networksBehind", () => {
  it.each([
    ["office-vpn", ["hub", "east", "west"]],
    ["line", ["lone"]],
    ["staff-vpn", ["hub"]],
    ["link", ["hub", "east", "west"]],
    ["bridge", []],
    ["unknown", []],
  ])("%s leads to %j", (connection, behind) => {
    expect(networksBehind(platform, connection)).toEqual(behind);
  });

  it("follows a client VPN to the joined networks that it authorizes, and no others", () => {
    const staff = platform.connections["staff-vpn"];
    if (staff?.kind !== "client-vpn") throw new Error("no client VPN");
    const wider = { ...staff, authorizedCidrs: ["10.0.0.0/16", "10.1.0.0/24", "10.3.0.0/16"] };
    const changed = { ...platform, connections: { ...platform.connections, "staff-vpn": wider } };
    expect(networksBehind(changed, "staff-vpn")).toEqual(["hub", "east"]);
  });
});

describe("isServedTo", () => {
  it("is for the consumers of an endpoint service alone", () => {
    expect(isServedTo(platform, "ledger-nlb", "lone")).toBe(true);
    expect(isServedTo(platform, "ledger-nlb", "east")).toBe(false);
    expect(isServedTo(platform, "other", "lone")).toBe(false);
  });
});
