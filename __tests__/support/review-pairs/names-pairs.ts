import { BEHAVIOUR, DANGLING, NAMES_BASE, ORIGIN } from "./names-base.ts";
import { drop, type PairGroup, patched, retag } from "./review-pair.ts";

const ZONE = "aws_route53_zone.main";
const LOOSE = "aws_route53_zone.loose";
const PRIVATE = "aws_route53_zone.private";
const WWW = "aws_route53_record.www";
const OLD = "aws_route53_record.old";
const CDN = "aws_cloudfront_distribution.main";

const COMMENT = patched({ [CDN]: { comment: "The site." } });

/** DNS zones and records, certificates, and a CDN. */
export const NAMES_PAIRS: PairGroup = {
  name: "names",
  base: NAMES_BASE,
  pairs: [
    {
      id: "zone-deleted",
      expects: { class: ["name", "outage", "loss"], level: "ask", address: LOOSE },
      dangerous: drop(LOOSE),
      harmless: patched({ [LOOSE]: { comment: "Parked." } }),
    },
    {
      id: "zone-renamed",
      expects: { class: ["name", "outage", "loss", "refused"], level: "ask", address: LOOSE },
      dangerous: patched({ [LOOSE]: { name: "example.net" } }),
      harmless: retag(LOOSE),
    },
    {
      id: "zone-force-destroy",
      expects: { class: "disarmed", level: "ask", address: ZONE },
      dangerous: patched({ [ZONE]: { force_destroy: true } }),
      harmless: patched({ [LOOSE]: { force_destroy: false } }),
    },
    {
      id: "zone-of-fewer-networks",
      expects: { class: ["cut", "outage", "name"], level: "ask", address: PRIVATE },
      dangerous: patched({ [PRIVATE]: { vpc: [{ vpc_id: "${aws_vpc.main.id}" }] } }),
      harmless: patched({ [PRIVATE]: { comment: "Inside." } }),
    },
    {
      id: "record-deleted",
      expects: { class: ["name", "outage", "cut"], level: "ask", address: WWW },
      dangerous: drop(WWW),
      harmless: patched({ [WWW]: { ttl: 60 } }),
    },
    {
      id: "record-value",
      expects: { class: ["name", "outage"], level: "ask", address: WWW },
      dangerous: patched({ [WWW]: { records: ["203.0.113.20"] } }),
      harmless: patched({ [WWW]: { ttl: 60 } }),
    },
    {
      id: "record-type",
      expects: { class: ["name", "outage"], level: "ask", address: WWW },
      dangerous: patched({ [WWW]: { type: "CNAME", records: ["shop.example.org"] } }),
      harmless: patched({ [WWW]: { ttl: 120 } }),
    },
    {
      id: "record-of-a-deleted-balancer",
      expects: { class: ["outage", "name"], level: "ask", address: OLD },
      dangerous: patched({ "aws_lb.old": null, [OLD]: { alias: DANGLING } }),
      harmless: patched({
        [OLD]: {
          alias: {
            name: "${aws_lb.old.dns_name}",
            zone_id: "${aws_lb.old.zone_id}",
            evaluate_target_health: true,
          },
        },
      }),
    },
    {
      id: "query-log-deleted",
      expects: { class: "blind", level: "ask", address: "aws_route53_query_log.main" },
      dangerous: drop("aws_route53_query_log.main"),
      harmless: patched({ [ZONE]: { comment: "Of the shop." } }),
    },
    {
      id: "cdn-plain-http",
      expects: { class: ["exposure", "disarmed", "permission", "public"], level: "ask", address: CDN },
      dangerous: patched({
        [CDN]: { default_cache_behavior: { ...BEHAVIOUR, viewer_protocol_policy: "allow-all" } },
      }),
      harmless: patched({
        [CDN]: { default_cache_behavior: { ...BEHAVIOUR, viewer_protocol_policy: "https-only" } },
      }),
    },
    {
      id: "cdn-alias-removed",
      expects: { class: ["name", "outage", "cut"], level: "ask", address: CDN },
      dangerous: patched({ [CDN]: { aliases: [] } }),
      harmless: patched({ [CDN]: { aliases: ["www.example.com", "shop.example.com"] } }),
    },
    {
      id: "cdn-disabled",
      expects: { class: ["outage", "cut"], level: "ask", address: CDN },
      dangerous: patched({ [CDN]: { enabled: false } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-another-origin",
      expects: { class: ["outage", "name", "cut"], level: "ask", address: CDN },
      dangerous: patched({
        [CDN]: { origin: [{ ...ORIGIN, domain_name: "elsewhere.s3.us-east-1.amazonaws.com" }] },
      }),
      harmless: COMMENT,
    },
    {
      id: "cdn-without-access-control",
      expects: { class: ["outage", "cut", "public", "exposure"], level: "ask", address: CDN },
      dangerous: patched({ [CDN]: { origin: [{ ...ORIGIN, origin_access_control_id: null }] } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-every-country",
      expects: { class: ["exposure", "public", "permission", "disarmed"], level: "ask", address: CDN },
      dangerous: patched({
        [CDN]: { restrictions: { geo_restriction: { restriction_type: "none", locations: [] } } },
      }),
      harmless: patched({ [CDN]: { http_version: "http2and3" } }),
    },
    {
      id: "cdn-without-firewall",
      expects: { class: ["blind", "exposure", "disarmed"], level: "ask", address: CDN },
      dangerous: patched({ [CDN]: { web_acl_id: null } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-log-off",
      expects: { class: "blind", level: "ask", address: CDN },
      dangerous: patched({ [CDN]: { logging_config: null } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-deleted",
      expects: { class: ["name", "outage"], level: "ask", address: CDN },
      dangerous: drop(CDN),
      harmless: retag(CDN),
    },
  ],
};
