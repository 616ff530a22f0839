import { BEHAVIOUR, DANGLING, NAMES_BASE, ORIGIN } from "./names-base.ts";
import { drop, edit, type PairGroup, retag } from "./review-pair.ts";

const ZONE = "aws_route53_zone.main";
const LOOSE = "aws_route53_zone.loose";
const PRIVATE = "aws_route53_zone.private";
const WWW = "aws_route53_record.www";
const OLD = "aws_route53_record.old";
const CDN = "aws_cloudfront_distribution.main";

const COMMENT = edit({ [CDN]: { comment: "The site." } });

/** DNS zones and records, certificates, and a CDN. */
export const NAMES_PAIRS: PairGroup = {
  name: "names",
  base: NAMES_BASE,
  pairs: [
    {
      id: "zone-deleted",
      expects: { class: ["name", "outage", "loss"], level: "ask", address: LOOSE },
      dangerous: drop(LOOSE),
      harmless: edit({ [LOOSE]: { comment: "Parked." } }),
    },
    {
      id: "zone-renamed",
      expects: { class: ["name", "outage", "loss", "refused"], level: "ask", address: LOOSE },
      dangerous: edit({ [LOOSE]: { name: "example.net" } }),
      harmless: retag(LOOSE),
    },
    {
      id: "zone-force-destroy",
      expects: { class: "disarmed", level: "ask", address: ZONE },
      dangerous: edit({ [ZONE]: { force_destroy: true } }),
      harmless: edit({ [LOOSE]: { force_destroy: false } }),
    },
    {
      id: "zone-of-fewer-networks",
      expects: { class: ["cut", "outage", "name"], level: "ask", address: PRIVATE },
      dangerous: edit({ [PRIVATE]: { vpc: [{ vpc_id: "${aws_vpc.main.id}" }] } }),
      harmless: edit({ [PRIVATE]: { comment: "Inside." } }),
    },
    {
      id: "record-deleted",
      expects: { class: ["name", "outage", "cut"], level: "ask", address: WWW },
      dangerous: drop(WWW),
      harmless: edit({ [WWW]: { ttl: 60 } }),
    },
    {
      id: "record-value",
      expects: { class: ["name", "outage"], level: "ask", address: WWW },
      dangerous: edit({ [WWW]: { records: ["203.0.113.20"] } }),
      harmless: edit({ [WWW]: { ttl: 60 } }),
    },
    {
      id: "record-type",
      expects: { class: ["name", "outage"], level: "ask", address: WWW },
      dangerous: edit({ [WWW]: { type: "CNAME", records: ["shop.example.org"] } }),
      harmless: edit({ [WWW]: { ttl: 120 } }),
    },
    {
      id: "record-of-a-deleted-balancer",
      expects: { class: ["outage", "name"], level: "ask", address: OLD },
      dangerous: edit({ "aws_lb.old": null, [OLD]: { alias: DANGLING } }),
      harmless: edit({
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
      harmless: edit({ [ZONE]: { comment: "Of the shop." } }),
    },
    {
      id: "cdn-plain-http",
      expects: { class: ["exposure", "disarmed", "permission", "public"], level: "ask", address: CDN },
      dangerous: edit({
        [CDN]: { default_cache_behavior: { ...BEHAVIOUR, viewer_protocol_policy: "allow-all" } },
      }),
      harmless: edit({
        [CDN]: { default_cache_behavior: { ...BEHAVIOUR, viewer_protocol_policy: "https-only" } },
      }),
    },
    {
      id: "cdn-alias-removed",
      expects: { class: ["name", "outage", "cut"], level: "ask", address: CDN },
      dangerous: edit({ [CDN]: { aliases: [] } }),
      harmless: edit({ [CDN]: { aliases: ["www.example.com", "shop.example.com"] } }),
    },
    {
      id: "cdn-disabled",
      expects: { class: ["outage", "cut"], level: "ask", address: CDN },
      dangerous: edit({ [CDN]: { enabled: false } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-another-origin",
      expects: { class: ["outage", "name", "cut"], level: "ask", address: CDN },
      dangerous: edit({
        [CDN]: { origin: [{ ...ORIGIN, domain_name: "elsewhere.s3.us-east-1.amazonaws.com" }] },
      }),
      harmless: COMMENT,
    },
    {
      id: "cdn-without-access-control",
      expects: { class: ["outage", "cut", "public", "exposure"], level: "ask", address: CDN },
      dangerous: edit({ [CDN]: { origin: [{ ...ORIGIN, origin_access_control_id: null }] } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-every-country",
      expects: { class: ["exposure", "public", "permission", "disarmed"], level: "ask", address: CDN },
      dangerous: edit({
        [CDN]: { restrictions: { geo_restriction: { restriction_type: "none", locations: [] } } },
      }),
      harmless: edit({ [CDN]: { http_version: "http2and3" } }),
    },
    {
      id: "cdn-without-firewall",
      expects: { class: ["blind", "exposure", "disarmed"], level: "ask", address: CDN },
      dangerous: edit({ [CDN]: { web_acl_id: null } }),
      harmless: COMMENT,
    },
    {
      id: "cdn-log-off",
      expects: { class: "blind", level: "ask", address: CDN },
      dangerous: edit({ [CDN]: { logging_config: null } }),
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
