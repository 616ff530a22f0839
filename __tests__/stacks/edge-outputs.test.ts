import { cybershieldIn } from "../support/platforms.ts";
import { outputValues, parseStackJson, synthesize } from "../support/synth.ts";

const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prod = parseStackJson(stacks, "cybershield-prod-edge");
const dev = parseStackJson(stacks, "cybershield-dev-edge");

/** Matches a reference to an attribute of a resource. */
function reference(type: string, id: string, attribute: string): unknown {
  return expect.stringMatching(new RegExp(`^\\$\\{${type}\\.${id}_\\w+\\.${attribute}\\}$`));
}

describe("the edge stack's outputs", () => {
  it("include what listener rules, private names and alarms need", () => {
    const balancer = (attribute: string) => ({ alb: reference("aws_lb", "alb_balancer", attribute) });
    expect(outputValues(prod)).toEqual({
      urls: {
        "cybershield-ai.com": "https://cybershield-ai.com",
        "www.cybershield-ai.com": "https://www.cybershield-ai.com",
      },
      load_balancer_arns: balancer("arn"),
      load_balancer_suffixes: balancer("arn_suffix"),
      load_balancer_dns_names: balancer("dns_name"),
      load_balancer_zone_ids: balancer("zone_id"),
      listener_arns: { "alb/443": reference("aws_lb_listener", "alb_listener-443", "arn") },
      certificate_arn: reference("aws_acm_certificate_validation", "certificate_\\w+", "certificate_arn"),
      distribution_id: reference("aws_cloudfront_distribution", "cdn_distribution", "id"),
    });
  });

  it("include no distribution without a CDN, and no listener that redirects", () => {
    expect(outputValues(dev)).not.toHaveProperty("distribution_id");
    expect(Object.keys(outputValues(dev).listener_arns as object)).toEqual(["alb/443"]);
  });
});
