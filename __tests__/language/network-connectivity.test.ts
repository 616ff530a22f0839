import fc from "fast-check";
import type { Connection } from "../../language/connections.ts";
import {
  areConnected,
  areIsolatedSpokes,
  arePeered,
  isConsumedBy,
  networksReachedOver,
} from "../../language/network-connectivity.ts";
import { resolve } from "../../language/resolve.ts";
import { company } from "./support/company.ts";

const platform = resolve(company, "prod");
const networks = Object.keys(platform.networks);

describe("areConnected", () => {
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
  ])("of %s and %s is %s", (a, b, connected) => {
    expect(areConnected(platform, a, b)).toBe(connected);
  });

  it("is symmetric, like areIsolatedSpokes and arePeered", () => {
    const network = fc.constantFrom(...networks, "unknown");
    fc.assert(
      fc.property(network, network, (a, b) => {
        expect(areConnected(platform, a, b)).toBe(areConnected(platform, b, a));
        expect(areIsolatedSpokes(platform, a, b)).toBe(areIsolatedSpokes(platform, b, a));
      }),
    );
    expect(arePeered(platform, "transit", "transit-eu")).toBe(true);
    expect(arePeered(platform, "transit-eu", "transit")).toBe(true);
    expect(arePeered(platform, "transit", "transit")).toBe(false);
    expect(arePeered(platform, "transit", "bridge")).toBe(false);
  });
});

describe("areIsolatedSpokes", () => {
  it("is false for two networks that another transit gateway connects", () => {
    expect(areIsolatedSpokes(platform, "east", "west")).toBe(true);
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
    const connected = { ...platform, connections: { ...platform.connections, other } };
    expect(areIsolatedSpokes(connected, "east", "west")).toBe(false);
    expect(areConnected(connected, "east", "west")).toBe(true);
  });

  it("is false for two networks without a common transit gateway", () => {
    expect(areIsolatedSpokes(platform, "lone", "west")).toBe(false);
  });
});

describe("networksReachedOver", () => {
  it.each([
    ["office-vpn", ["hub", "east", "west"]],
    ["line", ["lone"]],
    ["staff-vpn", ["hub"]],
    ["link", ["hub", "east", "west"]],
    ["bridge", []],
    ["unknown", []],
  ])("for %s returns %j", (connection, behind) => {
    expect(networksReachedOver(platform, connection)).toEqual(behind);
  });

  it("follows a client VPN to the connected networks that it authorizes, and no others", () => {
    const staff = platform.connections["staff-vpn"];
    if (staff?.kind !== "client-vpn") throw new Error("no client VPN");
    const wider = { ...staff, authorizedCidrs: ["10.0.0.0/16", "10.1.0.0/24", "10.3.0.0/16"] };
    const changed = { ...platform, connections: { ...platform.connections, "staff-vpn": wider } };
    expect(networksReachedOver(changed, "staff-vpn")).toEqual(["hub", "east"]);
  });
});

describe("isConsumedBy", () => {
  it("is true for the consumers of an endpoint service only", () => {
    expect(isConsumedBy(platform, "ledger-nlb", "lone")).toBe(true);
    expect(isConsumedBy(platform, "ledger-nlb", "east")).toBe(false);
    expect(isConsumedBy(platform, "other", "lone")).toBe(false);
  });
});
