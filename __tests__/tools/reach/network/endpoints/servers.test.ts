import {
  endpointsOf,
  formatEndpoint,
  formatInterface,
  NETWORK,
  readEndpoints,
  WEB,
} from "../../support/endpoints.ts";
import {
  inventoryOf,
  NOT_EVALUATED,
  NOT_EVALUATED_WHY,
  type StackJson,
  type WrittenMap,
} from "../../support/stacks.ts";

const GIVEN = { subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: WEB };

/** Formats the interfaces of an instance with some more arguments. */
function instance(values: WrittenMap, others: StackJson = {}): readonly string[] {
  const endpoints = endpointsOf({ aws_instance: { web: { ...GIVEN, ...values } }, ...others });
  return endpoints.get("net/aws_instance.web")!.interfaces.map(formatInterface);
}

describe("an instance", () => {
  it("may have any address of its subnet except the first four and the last", () => {
    const endpoint = endpointsOf({ aws_instance: { web: GIVEN } }).get("net/aws_instance.web");
    expect(formatEndpoint(endpoint)).toEqual({
      kind: "instance",
      interfaces: ["a, groups web"],
      listening: undefined,
      ephemeralPorts: "32768-61000",
    });
    const { intervals } = endpoint!.interfaces[0]!.addresses;
    expect(intervals).toEqual([[0x0a000104n, 0x0a0001ffn]]);
  });

  it.each<[string, WrittenMap, readonly string[]]>([
    ["a fixed address", { private_ip: "10.0.1.9" }, ["a at 10.0.1.9, groups web"]],
    [
      "several addresses",
      { private_ip: "10.0.1.9", secondary_private_ips: ["10.0.1.20"] },
      ["a at 10.0.1.9, 10.0.1.20, groups web"],
    ],
    ["a public address", { associate_public_ip_address: true }, ["a, public, groups web"]],
    ["its source/destination check off", { source_dest_check: false }, ["a, forwards, groups web"]],
    [
      "no security group, so the VPC's default one",
      { vpc_security_group_ids: [] },
      ["a, groups aws_vpc.main#default-security-group"],
    ],
    [
      "a security group outside the files",
      { vpc_security_group_ids: ["sg-0123456789abcdef0"] },
      ["a, groups none, more groups: sg-0123456789abcdef0 is not in these files"],
    ],
    [
      "an unknown security group",
      { vpc_security_group_ids: [...WEB, NOT_EVALUATED] },
      [`a, groups web, more groups: ${NOT_EVALUATED_WHY}`],
    ],
  ])("has %s", (_, values, interfaces) => {
    expect(instance(values)).toEqual(interfaces);
  });

  it("has a public address if its subnet assigns one, unless it disables that", () => {
    const a = { ...NETWORK.aws_subnet.a, map_public_ip_on_launch: true };
    const subnets = { aws_subnet: { ...NETWORK.aws_subnet, a } };
    expect(instance({}, subnets)).toEqual(["a, public, groups web"]);
    expect(instance({ associate_public_ip_address: false }, subnets)).toEqual(["a, groups web"]);
  });

  it("has an IPv6 address if it requests one or its subnet assigns one", () => {
    const a = { ...NETWORK.aws_subnet.a, ipv6_cidr_block: "2001:db8::/64" };
    const subnets = { aws_subnet: { ...NETWORK.aws_subnet, a } };
    const assigning = { aws_subnet: { a: { ...a, assign_ipv6_address_on_creation: true } } };
    expect(instance({}, subnets)).toEqual(["a, groups web"]);
    expect(instance({}, assigning)).toEqual(["a, IPv6, groups web"]);
    expect(instance({ ipv6_address_count: 1 }, subnets)).toEqual(["a, IPv6, groups web"]);
    expect(instance({ private_ip: "10.0.1.9", ipv6_addresses: ["2001:db8::7"] }, subnets)).toEqual([
      "a at 10.0.1.9, 2001:db8::7, IPv6, groups web",
    ]);
    expect(instance({ private_ip: "10.0.1.9", ipv6_address_count: 1 }, subnets)).toEqual([
      "a at 10.0.1.9, groups web",
      "a, IPv6, groups web",
    ]);
  });

  it("has its associated Elastic IP addresses", () => {
    const eip = { web: { instance: "${aws_instance.web.id}", public_ip: "198.51.100.7" } };
    expect(instance({}, { aws_eip: eip })).toEqual(["a, public 198.51.100.7, groups web"]);
    const association = {
      web: { instance_id: "${aws_instance.web.id}", allocation_id: "${aws_eip.web.id}" },
    };
    expect(instance({}, { aws_eip: { web: {} }, aws_eip_association: association })).toEqual([
      "a, public, groups web",
    ]);
  });

  it("has security groups that are attached to its primary interface", () => {
    const attachment = {
      security_group_id: "${aws_security_group.data.id}",
      network_interface_id: "${aws_instance.web.primary_network_interface_id}",
    };
    expect(instance({}, { aws_network_interface_sg_attachment: { web: attachment } })).toEqual([
      "a, groups web data",
    ]);
    // In addition to the default group if it has none, and to those of a launch template.
    const others = { aws_network_interface_sg_attachment: { web: attachment } };
    expect(instance({ vpc_security_group_ids: [] }, others)).toEqual([
      "a, groups aws_vpc.main#default-security-group data",
    ]);
    const template = { web: { vpc_security_group_ids: WEB, network_interfaces: [] } };
    const launched = {
      vpc_security_group_ids: [],
      launch_template: [{ id: "${aws_launch_template.web.id}" }],
    };
    expect(instance(launched, { ...others, aws_launch_template: template })).toEqual(["a, groups web data"]);
  });

  it("uses other ephemeral ports with Windows", () => {
    const image = { filter: [{ name: "name", values: ["Windows_Server-2022-English-Full-Base-*"] }] };
    const endpoints = endpointsOf({
      data: { aws_ami: { windows: image } },
      aws_instance: { web: { ...GIVEN, ami: "${data.aws_ami.windows.id}" } },
    });
    expect(endpoints.get("net/aws_instance.web")?.ephemeralPorts).toEqual([49_152, 65_535]);
  });

  it("is unknown in the default VPC", () => {
    const endpoint = endpointsOf({ aws_instance: { web: {} } }).get("net/aws_instance.web");
    expect(endpoint?.interfaces.map(({ subnet, unknownGroups }) => [subnet, unknownGroups])).toEqual([
      [undefined, "the default security group of its VPC is unknown"],
    ]);
    expect(endpoint?.unknown).toMatch(/default VPC/);
  });
});

describe("an instance with a launch template", () => {
  const template = { vpc_security_group_ids: WEB, network_interfaces: [] };

  it("uses the template's arguments unless it sets them itself", () => {
    const values = { vpc_security_group_ids: [], launch_template: [{ id: "${aws_launch_template.web.id}" }] };
    expect(instance(values, { aws_launch_template: { web: template } })).toEqual(["a, groups web"]);
    const interfaces = [
      { associate_public_ip_address: "true", security_groups: ["${aws_security_group.data.id}"] },
    ];
    expect(instance(values, { aws_launch_template: { web: { network_interfaces: interfaces } } })).toEqual([
      "a, public, groups data",
    ]);
  });

  it("is unknown if the template is not in the files", () => {
    const values = { vpc_security_group_ids: [], launch_template: [{ name: "elsewhere" }] };
    expect(instance(values)).toEqual([
      "a, perhaps public, groups none, more groups: its launch template is not in these files",
    ]);
  });
});

describe("a network interface", () => {
  const eni = { subnet_id: "${aws_subnet.b.id}", private_ips: ["10.0.2.50"], security_groups: WEB };

  it("is an endpoint, and also an interface of its instance", () => {
    const endpoints = endpointsOf({
      aws_network_interface: { own: { ...eni, source_dest_check: false } },
      aws_instance: {
        web: {
          network_interface: [{ network_interface_id: "${aws_network_interface.own.id}", device_index: 0 }],
        },
      },
      aws_eip: { own: { instance: "${aws_instance.web.id}" } },
    });
    const expected = ["b at 10.0.2.50, public, forwards, groups web"];
    expect(endpoints.get("net/aws_network_interface.own")?.interfaces.map(formatInterface)).toEqual(expected);
    expect(endpoints.get("net/aws_instance.web")?.interfaces.map(formatInterface)).toEqual(expected);
    expect(endpoints.get("net/aws_instance.web")?.unknown).toBeUndefined();
  });

  it.each<[string, StackJson]>([
    [
      "an attachment resource",
      {
        aws_network_interface: { own: eni },
        aws_network_interface_attachment: {
          own: {
            instance_id: "${aws_instance.web.id}",
            network_interface_id: "${aws_network_interface.own.id}",
            device_index: 1,
          },
        },
      },
    ],
    [
      "its attachment block",
      {
        aws_network_interface: {
          own: { ...eni, attachment: [{ instance: "${aws_instance.web.id}", device_index: 1 }] },
        },
      },
    ],
  ])("is a separate endpoint if it is an instance's second interface, attached by %s", (_, json) => {
    const endpoints = endpointsOf({ aws_instance: { web: GIVEN }, ...json });
    expect(endpoints.get("net/aws_instance.web")?.interfaces.map(formatInterface)).toEqual(["a, groups web"]);
    expect(endpoints.get("net/aws_network_interface.own")?.interfaces.map(formatInterface)).toEqual([
      "b at 10.0.2.50, groups web",
    ]);
  });

  it("has no known address if AWS chooses additional ones", () => {
    const endpoints = endpointsOf({ aws_network_interface: { own: { ...eni, private_ips_count: 2 } } });
    expect(endpoints.get("net/aws_network_interface.own")?.interfaces.map(formatInterface)).toEqual([
      "b, groups web",
    ]);
  });

  it("outside the files makes its instance unknown", () => {
    const web = { network_interface: [{ network_interface_id: "eni-0123456789abcdef0", device_index: 0 }] };
    const endpoint = endpointsOf({ aws_instance: { web } }).get("net/aws_instance.web");
    expect(endpoint?.unknown).toMatch(/not in these files/);
  });
});

describe("a state file", () => {
  it("has an instance's addresses, and its primary interface is not counted twice", () => {
    const inventory = inventoryOf({
      net: {
        aws_vpc: { main: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
        aws_subnet: { a: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
        aws_security_group: { web: { id: "sg-1", vpc_id: "vpc-1" } },
        aws_instance: {
          web: {
            id: "i-1",
            subnet_id: "subnet-1",
            vpc_security_group_ids: ["sg-1"],
            security_groups: [],
            private_ip: "10.0.1.9",
            public_ip: "198.51.100.7",
            associate_public_ip_address: true,
            primary_network_interface: [{ network_interface_id: "eni-1" }],
            primary_network_interface_id: "eni-1",
            launch_template: [],
          },
        },
      },
    });
    expect(readEndpoints(inventory).get("net/aws_instance.web")?.interfaces.map(formatInterface)).toEqual([
      "a at 10.0.1.9, public 198.51.100.7, groups web",
    ]);
  });
});
