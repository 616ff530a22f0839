import { withoutDeferral } from "../../../../../tools/rehearse/simulator/protocol/client-capabilities.ts";

describe("Terraform's capabilities without deferral", () => {
  it("keep the others", () => {
    expect([...(withoutDeferral(Buffer.from([8, 1, 16, 1])) ?? [])]).toEqual([16, 1]);
    expect([...(withoutDeferral(Buffer.from([16, 1])) ?? [])]).toEqual([16, 1]);
  });

  it("are absent if Terraform sent none", () => {
    expect([withoutDeferral(undefined), withoutDeferral(null)]).toEqual([undefined, null]);
  });
});
