import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

describe("links in the kept form", () => {
  const linked = (server: string): TerraformJson => ({
    resource: {
      aws_instance: { [server]: { tags: { Name: server } } },
      aws_network_interface_attachment: {
        line: { network_interface_id: "eni-1", instance_id: `\${aws_instance.${server}.id}` },
      },
    },
  });

  it("stay as they are deployed, and move in the turn", () => {
    const { json, turned, movedLinks } = keptForm(linked("old"), linked("new"));
    expect(json.resource?.aws_network_interface_attachment).toEqual(
      linked("old").resource?.aws_network_interface_attachment,
    );
    expect(turned?.resource?.aws_network_interface_attachment).toEqual(
      linked("new").resource?.aws_network_interface_attachment,
    );
    expect(movedLinks).toEqual(["aws_network_interface_attachment.line"]);
  });
});

describe("routes in the kept form", () => {
  const routed = (gateway: string, target: string): TerraformJson => ({
    resource: {
      aws_nat_gateway: { [gateway]: { tags: { Name: gateway } } },
      aws_route: {
        out: {
          route_table_id: "rtb-1",
          destination_cidr_block: "0.0.0.0/0",
          [target]: `\${aws_nat_gateway.${gateway}.id}`,
        },
      },
    },
  });

  it("lead to the gateway that leaves until the turn", () => {
    const { json, turned } = keptForm(routed("old", "nat_gateway_id"), routed("new", "nat_gateway_id"));
    const route = (form: TerraformJson | undefined) => form?.resource?.aws_route?.out;
    expect(route(json)).toEqual(routed("old", "nat_gateway_id").resource?.aws_route?.out);
    expect(route(turned)).toEqual(routed("new", "nat_gateway_id").resource?.aws_route?.out);
  });

  it("have one target only, of whatever kind", () => {
    const { json } = keptForm(routed("old", "nat_gateway_id"), routed("new", "gateway_id"));
    expect(json.resource?.aws_route?.out).not.toHaveProperty("gateway_id");
  });
});
