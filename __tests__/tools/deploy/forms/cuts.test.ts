import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

/** A resource as cdktf writes it, of a construct in a stack. */
function made(construct: string, body: object): object {
  return { ...body, "//": { metadata: { path: `shop-prod-compute/${construct}/it` } } };
}

const stack = (resource: NonNullable<TerraformJson["resource"]>): TerraformJson => ({ resource });
const group = (name: string) => ({ [name]: { name } });
const groupOf = (name: string) => `\${aws_lb_target_group.${name}.arn}`;

const server = (body: object) => stack({ aws_instance: { api: made("api-server", body) } });
const service = (name: string) =>
  stack({
    aws_lb_target_group: group(name),
    aws_ecs_service: { web: made("web-service", { load_balancer: [{ target_group_arn: groupOf(name) }] }) },
  });
const fleet = (name: string) =>
  stack({
    aws_lb_target_group: group(name),
    aws_autoscaling_group: { cart: made("cart-fleet", { target_group_arns: [groupOf(name)] }) },
  });
const registered = (name: string) =>
  stack({
    aws_instance: { api: made("api-server", {}) },
    aws_lb_target_group: group(name),
    aws_lb_target_group_attachment: {
      [`on-${name}`]: { target_group_arn: groupOf(name), target_id: "${aws_instance.api.id}" },
    },
  });
const volume = (device: string) =>
  stack({ aws_volume_attachment: { data: made("disk", { volume_id: "vol-1", device_name: device }) } });

describe("what a change cuts off for a while", () => {
  it.each<[string, TerraformJson, TerraformJson, string]>([
    [
      "a server's type",
      server({ instance_type: "t3.micro" }),
      server({ instance_type: "t3.small" }),
      "api: aws_instance.api stops and starts for its new instance_type: some minutes",
    ],
    [
      "a server's user data",
      server({ user_data: "a" }),
      server({ user_data: "b" }),
      "api: aws_instance.api stops and starts for its new user_data: some minutes",
    ],
    [
      "a service's protocol",
      service("http"),
      service("https"),
      "web: aws_ecs_service.web gets another target group: from when its old tasks stop until traffic moves",
    ],
    [
      "a fleet's port",
      fleet("on-80"),
      fleet("on-90"),
      "cart: aws_autoscaling_group.cart gets another target group: from when its servers leave the old target group until traffic moves",
    ],
    [
      "a server's port",
      registered("on-80"),
      registered("on-90"),
      "api: aws_instance.api gets another target group: from when its program listens there until traffic moves",
    ],
    [
      "a link",
      volume("/dev/sdf"),
      volume("/dev/sdg"),
      "disk: aws_volume_attachment.data moves: it is linked to nothing for about a minute",
    ],
  ])("%s", (_what, deployed, wanted, cut) => {
    expect(keptForm(deployed, wanted).cuts.map(({ name, why }) => `${name}: ${why}`)).toEqual([cut]);
  });

  it.each<[string, TerraformJson, TerraformJson]>([
    ["a server's tags", server({ tags: { a: "b" } }), server({ tags: {} })],
    ["a service that is published no more", service("http"), stack({ aws_ecs_service: { web: {} } })],
    ["a fleet that is published no more", fleet("on-80"), stack({ aws_autoscaling_group: { cart: {} } })],
    ["a server that leaves", registered("on-80"), stack({})],
    ["the same", registered("on-80"), registered("on-80")],
  ])("is nothing for %s", (_what, deployed, wanted) => {
    expect(keptForm(deployed, wanted).cuts).toEqual([]);
  });
});
