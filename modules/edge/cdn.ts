import {
  CloudfrontDistribution,
  type CloudfrontDistributionDefaultCacheBehavior,
} from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudfrontVpcOrigin } from "@cdktf/provider-aws/lib/cloudfront-vpc-origin/index.js";
import { DataAwsCloudfrontCachePolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-cache-policy/index.js";
import { DataAwsCloudfrontOriginRequestPolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-origin-request-policy/index.js";
import { DataAwsCloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/data-aws-cloudfront-response-headers-policy/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import type { CdnSettings as CdnSpec } from "../../language/edge.ts";
import { defined } from "../../language/required.ts";

/** Inputs of {@link Cdn}. */
export interface CdnProps {
  /** Part of the distribution's comment. */
  readonly name: string;
  /** The CDN's settings in the spec. */
  readonly settings: CdnSpec;
  /** The alternate domain names, all covered by the certificate. */
  readonly hosts: readonly string[];
  /** ARN of a certificate in us-east-1. */
  readonly certificateArn: string;
  /** The load balancer's DNS name. */
  readonly originDnsName: string;
  /** The load balancer's ARN, which a VPC origin names. */
  readonly originArn: string;
  /** The port of its HTTPS listener. */
  readonly originPort: number;
  /** ARN of the web ACL. @default none */
  readonly webAclArn?: string;
}

const ORIGIN = "entry";
/** A required setting, which `https-only` leaves unused. */
const HTTP_PORT = 80;
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/**
 * CloudFront in front of a load balancer, with HTTPS on both sides.
 *
 * The origin is the load balancer's DNS name, which is on no certificate of ours. CloudFront
 * forwards the viewer's Host header, and accepts the origin's certificate if it covers either name.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html#ssl-negotitation-failure
 * So the load balancer needs no public name of its own, and its rules see the real host.
 *
 * Access control: the load balancer's security group admits only CloudFront, and its rules only the
 * domain's hosts (`compute/rule-plan.ts`). One gap remains: an AWS customer who knows the load
 * balancer's name and rewrites the Host header in their own distribution bypasses both, and the web
 * ACL of our distribution. They reach only what any visitor reaches. A shared secret header would
 * end up in the state, so there is none; a VPC origin (`origin: "vpc"`) closes the gap, since its
 * load balancer is internal, and only distributions of its own account can name it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export class Cdn extends Construct {
  /** The distribution's ID: `E1A2B3C4D5E6F7`. */
  readonly distributionId: string;
  /** The distribution's ARN. */
  readonly arn: string;
  /** CloudFront's own host name: `d111111abcdef8.cloudfront.net`. */
  readonly dnsName: string;
  /** The hosted zone ID of its DNS name. */
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: CdnProps) {
    super(scope, id);
    const behaviour = this.#createBehaviour();
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: props.name,
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: props.settings.priceClass,
      aliases: [...props.hosts],
      ...compact({ webAclId: props.webAclArn }),
      origin: [this.#origin(props)],
      defaultCacheBehavior: {
        ...behaviour,
        cachePolicyId: this.#cachePolicy("nothing", "Managed-CachingDisabled"),
      },
      orderedCacheBehavior: this.#cachedBehaviours(props.settings.cachedPaths, behaviour),
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

  #origin(props: CdnProps) {
    const { originDnsName, settings } = props;
    const common = { originId: ORIGIN, domainName: originDnsName };
    if (settings.origin === "public") return { ...common, customOriginConfig: publicOrigin(props) };
    const vpcOrigin = new CloudfrontVpcOrigin(this, "vpc-origin", {
      vpcOriginEndpointConfig: [
        {
          name: props.name,
          arn: props.originArn,
          httpPort: HTTP_PORT,
          httpsPort: props.originPort,
          originProtocolPolicy: "https-only",
          originSslProtocols: [{ items: ["TLSv1.2"], quantity: 1 }],
        },
      ],
    });
    return { ...common, vpcOriginConfig: { vpcOriginId: vpcOrigin.id, ...readTimeout(settings) } };
  }

  /** Settings of every path: forwards the whole request and adds security headers. */
  #createBehaviour(): CloudfrontDistributionDefaultCacheBehavior {
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
      originRequestPolicyId: defined(everything.id, "the origin request policy"),
      responseHeadersPolicyId: headers.id,
    };
  }

  /** Caches as the origin's headers allow, by host and query; without such headers, not at all. */
  #cachedBehaviours(paths: readonly string[], behaviour: CloudfrontDistributionDefaultCacheBehavior) {
    if (paths.length === 0) return [];
    const cachePolicyId = this.#cachePolicy("origin-headers", "UseOriginCacheControlHeaders-QueryStrings");
    return paths.map((pathPattern) => ({ ...behaviour, pathPattern, cachePolicyId }));
  }

  /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
  #cachePolicy(caches: string, name: string): string {
    const policy = new DataAwsCloudfrontCachePolicy(this, `caches-${caches}`, { name });
    return defined(policy.id, `the cache policy ${name}`);
  }
}

/** CloudFront's own timeout in seconds, which needs no setting. */
const DEFAULT_TIMEOUT_SECONDS = 30;

function readTimeout({ originTimeoutSeconds }: CdnSpec): { originReadTimeout?: number } {
  return originTimeoutSeconds === DEFAULT_TIMEOUT_SECONDS ? {} : { originReadTimeout: originTimeoutSeconds };
}

function publicOrigin({ originPort, settings }: CdnProps) {
  return {
    httpPort: HTTP_PORT,
    httpsPort: originPort,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
    ...readTimeout(settings),
  };
}
