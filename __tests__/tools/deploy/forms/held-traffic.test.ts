import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

describe("traffic in the kept form", () => {
  const listener = (name: string, ...others: string[]): TerraformJson => ({
    resource: {
      aws_lb_target_group: Object.fromEntries([name, ...others].map((each) => [each, { name: each }])),
      aws_lb_listener_rule: {
        rule: { action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }] },
      },
    },
  });

  it("still goes to the old target group, and the new one is on the rule with weight 0", () => {
    const { json, turned } = keptForm(listener("web"), listener("www"));
    expect(json.resource?.aws_lb_listener_rule?.rule).toEqual({
      action: [
        {
          type: "forward",
          forward: {
            target_group: [
              { arn: "${aws_lb_target_group.web.arn}", weight: 100 },
              { arn: "${aws_lb_target_group.www.arn}", weight: 0 },
            ],
          },
        },
      ],
    });
    expect(turned?.resource?.aws_lb_listener_rule).toEqual(listener("www").resource?.aws_lb_listener_rule);
    expect(turned?.resource?.aws_lb_target_group).toHaveProperty("web");
  });

  it("goes to the wanted target group at once if the old one stays, or there is no new one", () => {
    expect(keptForm(listener("web", "www"), listener("www", "web")).turned).toBeUndefined();
    expect(keptForm(listener("web"), listener("web")).turned).toBeUndefined();
  });
});

describe("traffic of a network load balancer in the kept form", () => {
  const listener = (name: string): TerraformJson => ({
    resource: {
      aws_lb_target_group: { [name]: { name } },
      aws_lb_listener: {
        tcp: {
          default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }],
        },
      },
    },
  });

  it("stays with the old target group until the turn, by weights", () => {
    const { json, turned } = keptForm(listener("web"), listener("www"));
    expect(json.resource?.aws_lb_listener?.tcp).toHaveProperty("default_action.0", {
      type: "forward",
      forward: {
        target_group: [
          { arn: "${aws_lb_target_group.web.arn}", weight: 100 },
          { arn: "${aws_lb_target_group.www.arn}", weight: 0 },
        ],
      },
    });
    expect(turned?.resource?.aws_lb_listener).toEqual(listener("www").resource?.aws_lb_listener);
  });
});

describe("a rule whose traffic a blue/green deployment moves, in the kept form", () => {
  const rule = (name: string): TerraformJson => {
    const arn = (suffix: string) => `\${aws_lb_target_group.${name}${suffix}.arn}`;
    const groups = [
      { arn: arn(""), weight: 100 },
      { arn: arn("-alt"), weight: 0 },
    ];
    return {
      resource: {
        aws_lb_target_group: { [name]: { name }, [`${name}-alt`]: { name: `${name}-alt` } },
        aws_lb_listener_rule: {
          rule: {
            action: [{ type: "forward", forward: { target_group: groups } }],
            lifecycle: { ignore_changes: ["action"] },
            "//": { metadata: { path: "shop-prod-compute/web-targets/rule" } },
          },
        },
      },
    };
  };
  const { json, turned, cuts } = keptForm(rule("web"), rule("www"));

  it("goes to the wanted groups in the turn, which Terraform ignores otherwise", () => {
    const wanted = rule("www").resource?.aws_lb_listener_rule?.rule ?? {};
    expect(turned?.resource?.aws_lb_listener_rule?.rule).toEqual({
      ...wanted,
      lifecycle: { ignore_changes: [] },
    });
    expect(json.resource?.aws_lb_listener_rule?.rule).toHaveProperty("lifecycle.ignore_changes", []);
  });

  it("is a cut: which of its two groups has the traffic is not known", () => {
    expect(cuts.map(({ name }) => name)).toEqual(["web"]);
  });
});
