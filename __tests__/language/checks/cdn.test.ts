import { formatProblem, SpecError } from "../../../language/problem.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const ELSEWHERE = {
  region: "eu-west-1" as const,
  networks: { main: { zones: ["eu-west-1a", "eu-west-1b"] } },
};

describe("a CDN", () => {
  it("is rejected outside us-east-1, where its certificate and web ACL must be", () => {
    let error: unknown;
    try {
      cybershieldIn("prod", ELSEWHERE);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SpecError);
    expect((error as SpecError).problems.map(formatProblem)).toContain(
      '  region: received "eu-west-1"; allowed: us-east-1 with edge.cdn: CloudFront requires its certificate and web ACL there. Fix: use "us-east-1", or remove edge.cdn.',
    );
  });

  it("does not restrict the region when there is none", () => {
    expect(cybershieldIn("dev", ELSEWHERE).region).toBe("eu-west-1");
  });
});
