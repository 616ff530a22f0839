import {
  CloudfrontDistribution,
  type CloudfrontDistributionDefaultCacheBehavior,
} from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { DataAwsCloudfrontCachePolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-cache-policy/index.js";
import { DataAwsCloudfrontOriginRequestPolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-origin-request-policy/index.js";
import { DataAwsCloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-response-headers-policy/index.js";
import { Construct } from "constructs";
import type { CdnSettings as CdnSpec } from "../../language/edge.ts";

/** What a distribution stands before. */
export interface CdnProps {
  /** Said in its comment. */
  readonly name: string;
  readonly settings: CdnSpec;
  /** The host names it answers for: all on the certificate. */
  readonly hosts: readonly string[];
  /** A certificate of us-east-1. */
  readonly certificateArn: string;
  /** The load balancer's own DNS name. */
  readonly originDnsName: string;
  /** The port of its HTTPS listener. */
  readonly originPort: number;
  /** @default no WAF */
  readonly webAclArn?: string;
}

const ORIGIN = "entry";
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/**
 * CloudFront in front of a load balancer, HTTPS on both sides.
 *
 * The origin is the load balancer's own name, which is on no certificate of ours; the host that the viewer
 * asked for is passed on, and CloudFront is content when the origin's certificate bears either.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html#ssl-negotitation-failure
 * So the load balancer needs no public name of its own, and its rules see the real host.
 *
 * What keeps others out: the load balancer's security group admits CloudFront's addresses only, and its rules
 * only the domain's hosts (`compute/rule-plan.ts`). What remains: a customer of AWS who knows the load balancer's
 * name and rewrites the host in a Lambda@Edge function of a distribution of theirs gets past both, and with
 * them past the WAF, which stands at our distribution. They reach what any visitor reaches, nothing more. A
 * shared secret in a header would end up in the state, so there is none; a CloudFront VPC origin, which needs
 * an internal load balancer, closes the gap.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export class Cdn extends Construct {
  readonly distributionId: string;
  readonly arn: string;
  readonly dnsName: string;
  /** The zone that AWS keeps its name in. */
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: CdnProps) {
    super(scope, id);
    const behaviour = this.createBehaviour();
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: props.name,
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: props.settings.priceClass,
      aliases: [...props.hosts],
      ...(props.webAclArn === undefined ? {} : { webAclId: props.webAclArn }),
      origin: [originSettings(props)],
      defaultCacheBehavior: {
        ...behaviour,
        cachePolicyId: this.cachePolicy("nothing", "Managed-CachingDisabled"),
      },
      orderedCacheBehavior: this.cachedBehaviours(props.settings.cachedPaths, behaviour),
      viewerCertificate: {
        acmCertificateArn: props.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
    });
    this.distributionId = distribution.id;
    this.arn = distribution.arn;
    this.dnsName = distribution.domainName;
    this.zoneId = distribution.hostedZoneId;
  }

  /** What every path has in common: everything the viewer sent is passed on, safe headers are added. */
  private createBehaviour(): CloudfrontDistributionDefaultCacheBehavior {
    const everything = new DataAwsCloudfrontOriginRequestPolicy(this, "all-viewer", {
      name: "Managed-AllViewer",
    });
    const headers = new DataAwsCloudfrontResponseHeadersPolicy(this, "security-headers", {
      name: "Managed-SecurityHeadersPolicy",
    });
    return {
      targetOriginId: ORIGIN,
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ALL_METHODS,
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      originRequestPolicyId: everything.id!,
      responseHeadersPolicyId: headers.id,
    };
  }

  /** Cached for as long as the origin's headers say, by host and query; without such headers not at all. */
  private cachedBehaviours(paths: readonly string[], behaviour: CloudfrontDistributionDefaultCacheBehavior) {
    if (paths.length === 0) return [];
    const cachePolicyId = this.cachePolicy("origin-headers", "UseOriginCacheControlHeaders-QueryStrings");
    return paths.map((pathPattern) => ({ ...behaviour, pathPattern, cachePolicyId }));
  }

  /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
  private cachePolicy(caches: string, name: string): string {
    return new DataAwsCloudfrontCachePolicy(this, `caches-${caches}`, { name }).id!;
  }
}

function originSettings({ originDnsName, originPort }: CdnProps) {
  return {
    originId: ORIGIN,
    domainName: originDnsName,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: originPort,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    },
  };
}
