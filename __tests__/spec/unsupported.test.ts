import { cqube } from "../../platforms/cqube.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { resolve } from "../../spec/resolve.ts";
import { requireSupported, unsupportedLine } from "../../spec/unsupported.ts";
import { cybershieldIn } from "../support/platforms.ts";

describe("what no module builds yet", () => {
  it("is nothing of CyberShield, RoboShop and cQube", () => {
    const built = [
      cybershieldIn("prod"),
      resolve(roboshop, "lab"),
      resolve(roboshop, "prod"),
      resolve(cqube, "prod"),
    ];
    expect(built.map(unsupportedLine)).toEqual([undefined, undefined, undefined, undefined]);
    for (const platform of built) expect(() => requireSupported(platform)).not.toThrow();
  });

  it("is said in one line, with every name", () => {
    const line = unsupportedLine(resolve(hybrid, "prod"))!;
    expect(line).toMatch(/^hybrid \(prod\) is not synthesized: Drydock has no module yet for /);
    for (const name of ["shop-partner", "transit"]) expect(line).toContain(name);
    expect(() => requireSupported(resolve(hybrid, "prod"))).toThrow(line);
  });
});
