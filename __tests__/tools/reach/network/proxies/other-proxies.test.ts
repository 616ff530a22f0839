import { formatProxy, proxiesOf, SUBNETS, WEB } from "../../support/endpoints.ts";
import { NOT_EVALUATED, NOT_EVALUATED_WHY, type StackJson, type WrittenMap } from "../../support/stacks.ts";

function formatProxies(json: StackJson): readonly unknown[] {
  return proxiesOf(json).map(formatProxy);
}

describe("CloudFront", () => {
  const ALB = { aws_lb: { alb: { name: "alb", subnets: SUBNETS, security_groups: WEB } } };
  const origin = (id: string, domain: string, config?: WrittenMap) => ({
    origin_id: id,
    domain_name: domain,
    ...(config && { custom_origin_config: [{ http_port: 80, https_port: 443, ...config }] }),
  });
  const HTTPS = { origin_protocol_policy: "https-only" };
  const distribution = (values: WrittenMap, json: StackJson = {}) =>
    formatProxies({
      ...ALB,
      ...json,
      aws_cloudfront_distribution: {
        cdn: {
          enabled: true,
          origin: [origin("alb", "${aws_lb.alb.dns_name}", HTTPS)],
          default_cache_behavior: [{ target_origin_id: "alb", viewer_protocol_policy: "redirect-to-https" }],
          ...values,
        },
      },
    });
  const expectedProxy = (frontend: string, targets: readonly string[]) => ({
    proxy: `internet takes ${frontend} by aws_cloudfront_distribution.cdn`,
    targets,
  });
  const opens = (transport: string, behaviour = "default behaviour", id = "alb") =>
    `cloudfront.origin-facing opens aws_lb.alb ${transport} by ${behaviour} → origin ${id}`;

  it("connects clients on the internet to its origin, and redirects HTTP itself", () => {
    expect(distribution({})).toEqual([
      expectedProxy("tcp 80", []),
      expectedProxy("tcp 443", [opens("tcp 443")]),
    ]);
  });

  it.each<[string, string, string, string]>([
    ["match-viewer", "allow-all", "tcp 80", "tcp 443"],
    ["http-only", "allow-all", "tcp 80", "tcp 80"],
    ["https-only", "allow-all", "tcp 443", "tcp 443"],
  ])("applies the origin protocol policy %s", (policy, viewerPolicy, http, https) => {
    const values = {
      origin: [origin("alb", "${aws_lb.alb.dns_name}", { origin_protocol_policy: policy })],
      default_cache_behavior: [{ target_origin_id: "alb", viewer_protocol_policy: viewerPolicy }],
    };
    expect(distribution(values)).toEqual([
      expectedProxy("tcp 80", [opens(http)]),
      expectedProxy("tcp 443", [opens(https)]),
    ]);
  });

  it("forwards by each cache behaviour, to the members of origin groups, but not to S3 buckets", () => {
    const values = {
      origin: [
        origin("alb", "${aws_lb.alb.dns_name}", HTTPS),
        origin("files", "${aws_s3_bucket.files.bucket_regional_domain_name}"),
      ],
      origin_group: [{ origin_id: "both", member: [{ origin_id: "files" }, { origin_id: "alb" }] }],
      ordered_cache_behavior: [
        { path_pattern: "/api/*", target_origin_id: "both", viewer_protocol_policy: "https-only" },
      ],
      default_cache_behavior: [{ target_origin_id: "files", viewer_protocol_policy: "https-only" }],
    };
    expect(distribution(values, { aws_s3_bucket: { files: {} } })).toEqual([
      expectedProxy("tcp 80", []),
      expectedProxy("tcp 443", [opens("tcp 443", "behaviour /api/*")]),
    ]);
  });

  it.each<[string, StackJson]>([
    [
      "an alias record",
      {
        aws_route53_record: {
          origin: {
            name: "origin.example.com",
            type: "A",
            alias: [{ name: "${aws_lb.alb.dns_name}", zone_id: "${aws_lb.alb.zone_id}" }],
          },
        },
      },
    ],
    [
      "a CNAME record of its zone that points to another record",
      {
        aws_route53_zone: { main: { name: "example.com" } },
        aws_route53_record: {
          origin: {
            zone_id: "${aws_route53_zone.main.zone_id}",
            name: "origin",
            type: "CNAME",
            records: ["x.example.com"],
          },
          x: {
            zone_id: "${aws_route53_zone.main.zone_id}",
            name: "x",
            type: "CNAME",
            records: ["${aws_lb.alb.dns_name}"],
          },
        },
      },
    ],
    [
      "the load balancer's DNS name in a state",
      { aws_lb: { alb: { ...ALB.aws_lb.alb, dns_name: "origin.example.com" } } },
    ],
  ])("finds its origin by %s", (_, json) => {
    const values = { origin: [origin("alb", "origin.example.com", HTTPS)] };
    expect(distribution(values, json)).toEqual([
      expectedProxy("tcp 80", []),
      expectedProxy("tcp 443", [opens("tcp 443")]),
    ]);
  });

  it("reaches its origin inside a VPC by a VPC origin", () => {
    const config = { arn: "${aws_lb.alb.arn}", https_port: 8443, origin_protocol_policy: "https-only" };
    const vpcOrigin = { aws_cloudfront_vpc_origin: { alb: { vpc_origin_endpoint_config: [config] } } };
    const own = {
      origin_id: "alb",
      domain_name: "${aws_lb.alb.dns_name}",
      vpc_origin_config: [{ vpc_origin_id: "${aws_cloudfront_vpc_origin.alb.id}" }],
    };
    expect(distribution({ origin: [own] }, vpcOrigin)[1]).toEqual(
      expectedProxy("tcp 443", [`${opens("tcp 8443")} → net/aws_cloudfront_vpc_origin.alb`]),
    );
  });

  it("forwards nothing if it is disabled", () => {
    expect(distribution({ enabled: false })).toEqual([]);
  });

  it.each<[string, WrittenMap, StackJson, string | undefined]>([
    ["outside the files, to which no target belongs", origin("alb", "www.example.org", HTTPS), {}, undefined],
    [
      "in a hosted zone of the files that has no such record",
      origin("alb", "gone.example.com", HTTPS),
      { aws_route53_zone: { main: { name: "example.com" } } },
      "net/aws_route53_zone.main has no record gone.example.com in these files",
    ],
    ["that is unknown", origin("alb", NOT_EVALUATED, HTTPS), {}, NOT_EVALUATED_WHY],
    [
      "of type VPC origin that is not in the files",
      { origin_id: "alb", domain_name: "x", vpc_origin_config: [{ vpc_origin_id: "vo-1" }] },
      {},
      "the VPC origin of origin alb is not in these files",
    ],
    [
      "of type VPC origin whose target is not in the files",
      {
        origin_id: "alb",
        domain_name: "x",
        vpc_origin_config: [{ vpc_origin_id: "${aws_cloudfront_vpc_origin.alb.id}" }],
      },
      { aws_cloudfront_vpc_origin: { alb: { vpc_origin_endpoint_config: [{ arn: "arn:aws:x" }] } } },
      "the target of net/aws_cloudfront_vpc_origin.alb is not in these files",
    ],
  ])("has an origin %s", (_, own, json, unknown) => {
    const https = distribution({ origin: [own] }, json)[1];
    expect(https).toEqual({ ...expectedProxy("tcp 443", []), ...(unknown !== undefined && { unknown }) });
  });
});

const NLB = {
  aws_lb: { nlb: { subnets: SUBNETS, load_balancer_type: "network", internal: true } },
  aws_instance: { web: { subnet_id: SUBNETS[0], vpc_security_group_ids: WEB } },
  aws_lb_target_group: { web: { name: "web", port: 8080, protocol: "TCP", vpc_id: "${aws_vpc.main.id}" } },
  aws_lb_target_group_attachment: {
    web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "${aws_instance.web.id}" },
  },
  aws_lb_listener: {
    tcp: {
      load_balancer_arn: "${aws_lb.nlb.arn}",
      port: 80,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }],
    },
  },
} as const;
const BY_NLB =
  "aws_lb.nlb opens aws_instance.web tcp 8080 (checks tcp 8080) by listener 80 → default action → target group web";

describe("PrivateLink", () => {
  const link = (service: WrittenMap, endpoint: WrittenMap = {}, json: StackJson = {}) =>
    formatProxies({
      ...NLB,
      ...json,
      aws_vpc_endpoint_service: {
        own: { network_load_balancer_arns: ["${aws_lb.nlb.arn}"], acceptance_required: false, ...service },
      },
      aws_vpc_endpoint: {
        own: {
          vpc_id: "${aws_vpc.main.id}",
          vpc_endpoint_type: "Interface",
          subnet_ids: SUBNETS,
          security_group_ids: WEB,
          service_name: "${aws_vpc_endpoint_service.own.service_name}",
          ...endpoint,
        },
      },
    })[1];
  const OPEN = { proxy: "aws_vpc_endpoint.own takes tcp 80 by aws_vpc_endpoint.own", targets: [BY_NLB] };
  const UNSURE = { proxy: "aws_vpc_endpoint.own takes all by aws_vpc_endpoint.own", targets: [] };

  it("forwards to the targets of the service's load balancer, from the load balancer's address", () => {
    expect(link({})).toEqual(OPEN);
  });

  it("finds the service by its name in a state", () => {
    const name = "com.amazonaws.vpce.us-east-1.vpce-svc-0a1b2c3d";
    expect(link({ service_name: name }, { service_name: name })).toEqual(OPEN);
  });

  it("is unknown if the connection requires acceptance and nothing in the files accepts it", () => {
    const required = { acceptance_required: true };
    expect(link(required)).toEqual({
      ...UNSURE,
      unknown: "net/aws_vpc_endpoint_service.own requires acceptance, which is not in these files",
    });
    expect(link(required, { auto_accept: true })).toEqual(OPEN);
    const accepter = { own: { vpc_endpoint_id: "${aws_vpc_endpoint.own.id}" } };
    expect(link(required, {}, { aws_vpc_endpoint_connection_accepter: accepter })).toEqual(OPEN);
  });

  it("is also filtered by the load balancer's security groups, unless that is disabled", () => {
    const service = {
      aws_vpc_endpoint_service: {
        own: { network_load_balancer_arns: ["${aws_lb.nlb.arn}"], acceptance_required: false },
      },
      aws_vpc_endpoint: {
        own: {
          vpc_id: "${aws_vpc.main.id}",
          vpc_endpoint_type: "Interface",
          subnet_ids: SUBNETS,
          service_name: "${aws_vpc_endpoint_service.own.service_name}",
        },
      },
    };
    const alsoFilteredAt = (values: WrittenMap) =>
      proxiesOf({ ...NLB, ...service, aws_lb: { nlb: { ...NLB.aws_lb.nlb, ...values } } }).at(-1)
        ?.alsoFilteredAt;
    const setting = "enforce_security_group_inbound_rules_on_private_link_traffic";
    expect(alsoFilteredAt({ security_groups: WEB })).toBe("net/aws_lb.nlb");
    expect(alsoFilteredAt({ security_groups: WEB, [setting]: "on" })).toBe("net/aws_lb.nlb");
    expect(alsoFilteredAt({ security_groups: WEB, [setting]: "off" })).toBeUndefined();
    expect(alsoFilteredAt({ security_groups: [] })).toBeUndefined();
  });
});

describe("API Gateway", () => {
  const rest = (json: StackJson, integration: WrittenMap = {}) =>
    formatProxies({
      ...NLB,
      aws_api_gateway_rest_api: { api: {} },
      aws_api_gateway_vpc_link: { link: { target_arns: ["${aws_lb.nlb.arn}"] } },
      aws_api_gateway_integration: {
        web: {
          rest_api_id: "${aws_api_gateway_rest_api.api.id}",
          connection_type: "VPC_LINK",
          connection_id: "${aws_api_gateway_vpc_link.link.id}",
          ...integration,
        },
      },
      ...json,
    }).slice(1);
  const expectedProxy = (at: string) => ({
    proxy: `${at} takes tcp 443 by aws_api_gateway_integration.web`,
    targets: [BY_NLB],
  });

  it("connects the internet to the targets of a Network Load Balancer", () => {
    expect(rest({})).toEqual([expectedProxy("internet")]);
    expect(rest({}, { uri: "http://api.example.com/v1" })).toEqual([expectedProxy("internet")]);
    expect(rest({}, { uri: "http://api.example.com:81/" })).toMatchObject([
      { targets: [], unknown: expect.stringMatching(/no listener at its port/) },
    ]);
  });

  it("connects interface endpoints to the targets if the API is private", () => {
    const json = {
      aws_api_gateway_rest_api: { api: { endpoint_configuration: [{ types: ["PRIVATE"] }] } },
      aws_vpc_endpoint: {
        api: {
          vpc_endpoint_type: "Interface",
          service_name: "com.amazonaws.us-east-1.execute-api",
          subnet_ids: SUBNETS,
          security_group_ids: WEB,
        },
      },
    };
    expect(rest(json)).toEqual([expectedProxy("aws_vpc_endpoint.api")]);
  });

  it("connects HTTP APIs to listeners, through the interfaces of the VPC link", () => {
    const integration = {
      connection_type: "VPC_LINK",
      connection_id: "${aws_apigatewayv2_vpc_link.link.id}",
      integration_uri: "${aws_lb_listener.tcp.arn}",
    };
    const link = { link: { subnet_ids: SUBNETS, security_group_ids: WEB } };
    const proxies = formatProxies({
      ...NLB,
      aws_apigatewayv2_vpc_link: link,
      aws_apigatewayv2_integration: { web: integration },
    });
    expect(proxies[1]).toEqual({
      proxy: "internet takes tcp 443 by aws_apigatewayv2_integration.web",
      targets: [
        "aws_apigatewayv2_vpc_link.link opens aws_lb.nlb tcp 80 by integration net/aws_apigatewayv2_integration.web → listener 80",
      ],
    });
  });
});

describe("an RDS proxy", () => {
  it("connects to its databases", () => {
    const proxies = formatProxies({
      aws_db_subnet_group: { main: { name: "main", subnet_ids: SUBNETS } },
      aws_db_instance: {
        db: { db_subnet_group_name: "${aws_db_subnet_group.main.name}", engine: "postgres", port: 5433 },
      },
      aws_db_proxy: {
        proxy: { vpc_subnet_ids: SUBNETS, vpc_security_group_ids: WEB, engine_family: "POSTGRESQL" },
      },
      aws_db_proxy_target: {
        db: {
          db_proxy_name: "${aws_db_proxy.proxy.name}",
          db_instance_identifier: "${aws_db_instance.db.identifier}",
        },
      },
    });
    expect(proxies).toEqual([
      {
        proxy: "aws_db_proxy.proxy takes tcp 5432 by aws_db_proxy.proxy",
        targets: ["aws_db_proxy.proxy opens aws_db_instance.db tcp 5433 by proxy net/aws_db_proxy.proxy"],
      },
    ]);
  });
});
