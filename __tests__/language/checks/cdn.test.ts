import { formatProblem, SpecError } from "../../../language/problem.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const IN_IRELAND = {
  region: "eu-west-1" as const,
  networks: { main: { zones: ["eu-west-1a", "eu-west-1b"] } },
};

describe("a CDN", () => {
  it("is rejected outside us-east-1, where its certificate and web ACL must be", () => {
    let error: unknown;
    try {
      cybershieldIn("prod", IN_IRELAND);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SpecError);
    expect((error as SpecError).problems.map(formatProblem)).toContain(
      '  environments.prod.region: received "eu-west-1"; allowed: us-east-1 with edge.cdn: CloudFront requires its certificate and web ACL there. Fix: use "us-east-1", or remove edge.cdn.',
    );
  });

  it("is not required: without it any region is allowed", () => {
    expect(cybershieldIn("dev", IN_IRELAND).region).toBe("eu-west-1");
  });
});
