import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

describe("something that a changed argument would replace, in the kept form", () => {
  const server = (subnet: string): TerraformJson => ({
    resource: {
      aws_instance: { api: { subnet_id: subnet } },
      aws_route53_record: {
        api: { name: "api", type: "A", ttl: 60, records: ["${aws_instance.api.private_ip}"] },
      },
    },
    output: { address: { value: "${aws_instance.api.private_ip}" } },
  });
  const replaced = new Set(["aws_instance.api"]);

  it("stays under another address, beside its successor", () => {
    const { json, leftovers, asides } = keptForm(server("a"), server("b"), replaced);
    expect(json.resource?.aws_instance).toEqual({
      api: { subnet_id: "b" },
      "api-leaving": { subnet_id: "a" },
    });
    expect(leftovers).toEqual(["aws_instance.api-leaving"]);
    expect([...asides]).toEqual([["aws_instance.api", "aws_instance.api-leaving"]]);
    // As a block, Terraform rejects the move.
    expect(json.moved).toBeUndefined();
    expect(json.output?.address?.value).toBe("${aws_instance.api.private_ip}");
  });

  it("keeps its name until the turn", () => {
    const { json, turned } = keptForm(server("a"), server("b"), replaced);
    const record = (form: TerraformJson | undefined) => form?.resource?.aws_route53_record?.api;
    expect(record(json)).toHaveProperty("records", ["${aws_instance.api-leaving.private_ip}"]);
    expect(record(turned)).toHaveProperty("records", ["${aws_instance.api.private_ip}"]);
  });

  it("goes aside of another that an interrupted change left there", () => {
    const before: TerraformJson = { resource: { aws_instance: { api: {}, "api-leaving": {} } } };
    const { asides, leftovers } = keptForm(before, server("b"), replaced);
    expect([...asides.values()]).toEqual(["aws_instance.api-leaving-2"]);
    expect(leftovers).toEqual(["aws_instance.api-leaving", "aws_instance.api-leaving-2"]);
  });

  it("is not moved where its successor is, if its address changes too", () => {
    const moved = { ...server("b"), moved: [{ from: "aws_instance.web", to: "aws_instance.api" }] };
    const before: TerraformJson = { resource: { aws_instance: { web: { subnet_id: "a" } } } };
    const { json, asides } = keptForm(before, moved, replaced);
    expect([...asides]).toEqual([["aws_instance.web", "aws_instance.api-leaving"]]);
    expect(json.moved).toBeUndefined();
  });

  it.each([
    [{ disable_api_termination: true }, {}, "aws_instance.api: it is protected"],
    [{ lifecycle: { prevent_destroy: true } }, {}, "aws_instance.api: it is protected"],
  ])("is a problem if it is protected: %j", (deployed, wanted, problem) => {
    const form = (body: object): TerraformJson => ({ resource: { aws_instance: { api: body } } });
    expect(keptForm(form(deployed), form(wanted), replaced).asideProblems).toEqual([problem]);
  });

  it("is a problem if AWS allows only one of its name", () => {
    const form = (vpc: string, name: string): TerraformJson => ({
      resource: { aws_lb_target_group: { web: { name, vpc_id: vpc } } },
    });
    const web = new Set(["aws_lb_target_group.web"]);
    expect(keptForm(form("a", "web"), form("b", "web"), web).asideProblems).toEqual([
      "aws_lb_target_group.web: AWS has only one of its name: give the new one another name",
    ]);
    expect(keptForm(form("a", "web"), form("b", "www"), web).asideProblems).toEqual([]);
  });
});
