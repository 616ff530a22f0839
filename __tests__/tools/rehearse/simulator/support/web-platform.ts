/**
 * A small platform as Terraform JSON, with the difficult parts of a rehearsal: references, computed
 * maps, sets of blocks, `for_each` over computed values, data sources without AWS and a provider
 * function.
 */
export function webPlatform(changes: { readonly subnetCidr?: string } = {}) {
  return {
    terraform: {
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } },
    },
    provider: {
      aws: [
        {
          region: "eu-west-1",
          default_tags: [{ tags: { Owner: "drydock" } }],
          assume_role: [{ role_arn: "arn:aws:iam::123456789012:role/deploy" }],
          allowed_account_ids: ["123456789012"],
        },
      ],
    },
    data: {
      aws_iam_policy_document: {
        assume: {
          statement: [
            {
              actions: ["sts:AssumeRole"],
              principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
            },
          ],
        },
      },
    },
    resource: { ...network(changes.subnetCidr ?? "10.0.1.0/24"), ...edge, ...data, ...compute },
    output: {
      address: { value: "${aws_lb.web.dns_name}" },
      service: { value: "${provider::aws::arn_parse(aws_lb.web.arn).service}" },
    },
  };
}

const network = (subnetCidr: string) => ({
  aws_vpc: { main: { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
    b: { vpc_id: "${aws_vpc.main.id}", cidr_block: subnetCidr, availability_zone: "eu-west-1b" },
  },
  aws_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
  aws_security_group: {
    web: { name: "web", description: "web", vpc_id: "${aws_vpc.main.id}" },
    db: { name: "db", description: "db", vpc_id: "${aws_vpc.main.id}" },
  },
  aws_vpc_security_group_ingress_rule: {
    https: rule("web", { cidr_ipv4: "0.0.0.0/0", from_port: 443, to_port: 443 }),
    postgres: rule("db", {
      referenced_security_group_id: "${aws_security_group.web.id}",
      from_port: 5432,
      to_port: 5432,
    }),
  },
});

function rule(group: string, rest: object): object {
  return { security_group_id: `\${aws_security_group.${group}.id}`, ip_protocol: "tcp", ...rest };
}

const SUBNETS = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];

const edge = {
  aws_route53_zone: { main: { name: "example.org" } },
  aws_acm_certificate: { web: { domain_name: "app.example.org", validation_method: "DNS" } },
  aws_route53_record: {
    validation: {
      for_each:
        "${{ for option in aws_acm_certificate.web.domain_validation_options : option.domain_name => option }}",
      zone_id: "${aws_route53_zone.main.zone_id}",
      name: "${each.value.resource_record_name}",
      type: "${each.value.resource_record_type}",
      records: ["${each.value.resource_record_value}"],
      ttl: 60,
    },
  },
  aws_acm_certificate_validation: {
    web: {
      certificate_arn: "${aws_acm_certificate.web.arn}",
      validation_record_fqdns: "${[for record in aws_route53_record.validation : record.fqdn]}",
    },
  },
  aws_lb: {
    web: {
      name: "web",
      load_balancer_type: "application",
      subnets: SUBNETS,
      security_groups: ["${aws_security_group.web.id}"],
      depends_on: ["aws_internet_gateway.main"],
    },
  },
  aws_lb_target_group: {
    web: {
      name: "web",
      port: 8080,
      protocol: "HTTP",
      target_type: "ip",
      vpc_id: "${aws_vpc.main.id}",
      health_check: [{ path: "/health" }],
    },
  },
  aws_lb_listener: {
    https: {
      load_balancer_arn: "${aws_lb.web.arn}",
      port: 443,
      protocol: "HTTPS",
      certificate_arn: "${aws_acm_certificate_validation.web.certificate_arn}",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }],
    },
  },
};

const data = {
  aws_kms_key: { main: { description: "main", enable_key_rotation: true } },
  aws_s3_bucket: { logs: { bucket: "logs-123456789012" } },
  aws_s3_bucket_versioning: {
    logs: { bucket: "${aws_s3_bucket.logs.id}", versioning_configuration: [{ status: "Enabled" }] },
  },
  aws_db_subnet_group: { main: { name: "main", subnet_ids: SUBNETS } },
  aws_db_instance: {
    main: {
      identifier: "main",
      engine: "postgres",
      engine_version: "16.4",
      instance_class: "db.t4g.micro",
      allocated_storage: 20,
      username: "app",
      password: "only-in-the-rehearsal",
      db_subnet_group_name: "${aws_db_subnet_group.main.name}",
      vpc_security_group_ids: ["${aws_security_group.db.id}"],
      kms_key_id: "${aws_kms_key.main.arn}",
      storage_encrypted: true,
      skip_final_snapshot: true,
    },
  },
};

const compute = {
  aws_iam_role: { task: { name: "task", assume_role_policy: "${data.aws_iam_policy_document.assume.json}" } },
  aws_ecs_cluster: { main: { name: "main", setting: [{ name: "containerInsights", value: "enabled" }] } },
  aws_cloudwatch_log_group: { app: { name: "/app", retention_in_days: 30 } },
};
