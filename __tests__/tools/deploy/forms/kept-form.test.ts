import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

const group = (name: string, vpc = "main") => ({ name, vpc_id: `\${aws_vpc.${vpc}.id}` });

const DEPLOYED: TerraformJson = {
  provider: { aws: [{ region: "us-east-1" }, { alias: "eu-west-1", region: "eu-west-1" }] },
  data: {
    aws_ami: { newest: { owners: ["amazon"] }, unused: { owners: ["self"] } },
    aws_region: { here: {} },
  },
  locals: { port: 80, names: { web: true, api: true } },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_security_group: { web: group("web"), api: group("api") },
    aws_instance: { api: { ami: "${data.aws_ami.newest.id}", provider: "aws.eu-west-1" } },
  },
  output: {
    group_ids: { value: { web: "${aws_security_group.web.id}", api: "${aws_security_group.api.id}" } },
    old_text: { value: "${aws_instance.api.id}" },
    zone_ids: { value: ["a", "b", "c"] },
  },
};

const WANTED: TerraformJson = {
  provider: { aws: [{ region: "us-east-1" }] },
  data: { aws_region: { here: {} } },
  locals: { port: 8080, names: { web: true, www: true } },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "shop" } } },
    aws_security_group: { web: group("web") },
  },
  output: {
    group_ids: { value: { web: "${aws_security_group.web.id}" } },
    zone_ids: { value: ["a", "b"] },
  },
};

describe("the kept form", () => {
  const kept = keptForm(DEPLOYED, WANTED);

  it("is the wanted form if nothing is left over", () => {
    expect(keptForm(WANTED, WANTED)).toEqual({
      json: WANTED,
      turned: undefined,
      leftovers: [],
      movedLinks: [],
      cuts: [],
      asides: new Map(),
      asideProblems: [],
    });
  });

  it("keeps resources that only the deployed form has, and lists them", () => {
    expect(kept.leftovers).toEqual(["aws_instance.api", "aws_security_group.api"]);
    expect(kept.json.resource?.aws_security_group?.api).toEqual(group("api"));
  });

  it("has the wanted arguments of a resource of both", () => {
    expect(kept.json.resource?.aws_vpc?.main).toEqual(WANTED.resource?.aws_vpc?.main);
  });

  it("brings the data sources and providers that leftovers refer to, and no others", () => {
    expect(kept.json.data).toEqual({
      aws_ami: { newest: { owners: ["amazon"] } },
      aws_region: { here: {} },
    });
    expect(kept.json.provider?.aws).toEqual([
      { region: "us-east-1" },
      { alias: "eu-west-1", region: "eu-west-1" },
    ]);
  });

  it("keeps the deployed keys of maps, and has the wanted value of everything else", () => {
    expect(kept.json.output).toEqual({
      group_ids: DEPLOYED.output?.group_ids,
      old_text: DEPLOYED.output?.old_text,
      zone_ids: { value: ["a", "b"] },
    });
    expect(kept.json.locals).toEqual({ port: 8080, names: { web: true, api: true, www: true } });
  });

  it("moves one object of AWS that has two addresses, in every reference too", () => {
    const renamed: TerraformJson = {
      ...WANTED,
      resource: { ...WANTED.resource, aws_security_group: { front: group("web") } },
      output: {},
    };
    const { json, leftovers } = keptForm(DEPLOYED, renamed);
    expect(json.moved).toEqual([{ from: "aws_security_group.web", to: "aws_security_group.front" }]);
    expect(leftovers).not.toContain("aws_security_group.web");
    expect(json.output?.group_ids?.value).toEqual({
      web: "${aws_security_group.front.id}",
      api: "${aws_security_group.api.id}",
    });
  });

  it("moves what is identified by a moved object", () => {
    const subnet = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, cidr_block: "10.0.0.0/24" });
    const before: TerraformJson = {
      moved: [],
      resource: { aws_vpc: { old: {} }, aws_subnet: { one: subnet("old") } },
    };
    const after: TerraformJson = {
      moved: [{ from: "aws_vpc.old", to: "aws_vpc.new" }],
      resource: { aws_vpc: { new: {} }, aws_subnet: { first: subnet("new") } },
    };
    const { json, leftovers } = keptForm(before, after);
    expect(leftovers).toEqual([]);
    expect(json.moved).toEqual([
      { from: "aws_vpc.old", to: "aws_vpc.new" },
      { from: "aws_subnet.one", to: "aws_subnet.first" },
    ]);
  });

  it("does not move a resource to an address that is deployed as well", () => {
    const both: TerraformJson = { resource: { aws_security_group: { a: group("web"), b: group("api") } } };
    const swapped: TerraformJson = { resource: { aws_security_group: { a: group("api"), b: group("web") } } };
    expect(keptForm(both, swapped).json).toEqual(swapped);
  });

  it("keeps no resource that the wanted form tells Terraform to forget", () => {
    const { json, leftovers } = keptForm(DEPLOYED, { ...WANTED, removed: [{ from: "aws_instance.api" }] });
    expect(leftovers).toEqual(["aws_security_group.api"]);
    expect(json.resource?.aws_instance).toBeUndefined();
  });
});
