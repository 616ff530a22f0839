import fc from "fast-check";
import { ruleDescription } from "../../../modules/network/rule-description.ts";

describe("what a rule says of itself", () => {
  it.each([
    [["app -> db"], "app to db"],
    [["internet -> app", "app -> db"], "internet to app, app to db"],
  ])("%j", (flows, said) => {
    expect(ruleDescription(flows)).toBe(said);
  });

  it("tells how many flows do not fit", () => {
    const flows = Array.from({ length: 40 }, (_, index) => `frontend -> worker${index}`);
    const said = ruleDescription(flows);
    expect(said).toMatch(/^frontend to worker0, frontend to worker1, .*worker10, and 29 more$/);
    expect(said.length).toBeLessThanOrEqual(255);
  });

  it("is always what AWS takes", () => {
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
