import fc from "fast-check";
import { ruleDescription } from "../../../modules/network/rule-description.ts";

describe("ruleDescription", () => {
  it.each([
    [["app -> db"], "app to db"],
    [["internet -> app", "app -> db"], "internet to app, app to db"],
  ])("describes %j", (flows, description) => {
    expect(ruleDescription(flows)).toBe(description);
  });

  it("ends with the number of flows that do not fit", () => {
    const flows = Array.from({ length: 40 }, (_, index) => `frontend -> worker${index}`);
    const description = ruleDescription(flows);
    expect(description).toMatch(/^frontend to worker0, frontend to worker1, .*worker10, and 29 more$/);
    expect(description.length).toBeLessThanOrEqual(255);
  });

  it("returns only characters and lengths that AWS accepts", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/);
    const flows = fc.array(
      fc.tuple(name, name).map(([from, to]) => `${from} -> ${to}`),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(flows, (list) => {
        expect(ruleDescription(list)).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/);
      }),
    );
  });
});
