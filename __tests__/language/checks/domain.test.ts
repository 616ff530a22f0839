import { flow } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of the domain", () => {
  itRejects(shop, [
    [
      "a CDN without a domain",
      {
        edge: {
          domain: null,
          cdn: {},
          loadBalancers: { alb: { listeners: [{ port: 80, protocol: "HTTP" }] } },
        },
      },
      'edge.cdn: received {"priceClass":"PriceClass_100","origin":"public","originTimeoutSeconds":30,"cac…; allowed: a CDN only with edge.domain, whose host names it serves. Fix: add edge.domain.',
    ],
    [
      "a certificate name outside the zone",
      {
        edge: {
          domain: { certificateNames: ["shop.example.com", "*.shop.example.com", "shop.example.org"] },
        },
      },
      'edge.domain.certificateNames[2]: received "shop.example.org"; allowed: shop.example.com or a subdomain of it, since the records go into that hosted zone. Fix: write it as "www.shop.example.com".',
    ],
    [
      "a host outside the zone",
      {
        edge: {
          domain: { certificateNames: ["shop.example.com", "www.example.com"], hosts: ["www.example.com"] },
        },
      },
      'edge.domain.certificateNames[1]: received "www.example.com"; allowed: shop.example.com or a subdomain of it, since the records go into that hosted zone. Fix: write it as "www.shop.example.com".',
      'edge.domain.hosts[0]: received "www.example.com"; allowed: shop.example.com or a subdomain of it, since the records go into that hosted zone. Fix: write it as "www.shop.example.com".',
    ],
    [
      "an apex that a wildcard does not cover",
      { edge: { domain: { certificateNames: ["*.shop.example.com"] } } },
      'edge.domain.hosts[0]: received "shop.example.com"; allowed: a host name that the certificate covers: *.shop.example.com (a wildcard covers one label). Fix: add "shop.example.com" to certificateNames.',
    ],
    [
      "a host two labels below a wildcard",
      { edge: { domain: { hosts: ["a.b.shop.example.com"] } } },
      'edge.domain.hosts[0]: received "a.b.shop.example.com"; allowed: a host name that the certificate covers: shop.example.com, *.shop.example.com (a wildcard covers one label). Fix: add "a.b.shop.example.com" to certificateNames.',
    ],
    [
      "a host that no workload serves, beside one that one does",
      {
        edge: { domain: { hosts: ["shop.example.com", "api.shop.example.com"] } },
        workloads: { web: { publish: { hosts: ["shop.example.com"] } } },
      },
      'edge.domain.hosts[1]: received "api.shop.example.com"; allowed: a host that is published on alb: shop.example.com. Fix: add it to workloads.web.publish.hosts, or remove it.',
    ],
    [
      "duplicate names",
      {
        edge: {
          domain: {
            certificateNames: ["*.shop.example.com", "shop.example.com", "shop.example.com"],
            hosts: ["shop.example.com", "shop.example.com"],
          },
        },
      },
      'edge.domain.certificateNames[2]: received "shop.example.com"; allowed: each name only once. Fix: remove the duplicate.',
      'edge.domain.hosts[1]: received "shop.example.com"; allowed: each host name only once. Fix: remove the duplicate.',
    ],
    [
      "more names than a certificate supports",
      {
        edge: {
          domain: {
            certificateNames: [
              "shop.example.com",
              "*.shop.example.com",
              ...["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((name) => `${name}.shop.example.com`),
            ],
          },
        },
      },
      "edge.domain.certificateNames: received 11; allowed: at most 10 certificate names. Fix: use a wildcard.",
    ],
    [
      "a first name that is too long",
      {
        edge: {
          domain: {
            certificateNames: [
              `${"a".repeat(60)}.shop.example.com`,
              "*.shop.example.com",
              "shop.example.com",
            ],
          },
        },
      },
      'edge.domain.certificateNames[0]: received "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.shop.example.com"; allowed: a primary name of at most 64 characters. Fix: put a shorter name first.',
    ],
    [
      "an unknown entry",
      { edge: { domain: { entry: "lb" } } },
      'edge.domain.entry: received "lb"; allowed: a load balancer: alb or nlb. Fix: did you mean "alb"?',
    ],
    [
      "an internal load balancer as the entry",
      {
        edge: { loadBalancers: { alb: { tier: "private" } } },
        flows: [flow("workers", "web"), flow("internet", "relay")],
      },
      'edge.domain.entry: received "alb"; allowed: an internet-facing load balancer: alb is in a private tier. Fix: put edge.loadBalancers.alb in a public tier.',
    ],
    [
      "a CDN in front of a load balancer without HTTPS",
      { edge: { cdn: {}, domain: { entry: "nlb" } } },
      'edge.domain.entry: received "nlb"; allowed: an application load balancer with an HTTPS listener, since the CDN connects to it over HTTPS. Fix: add an HTTPS listener to edge.loadBalancers.nlb, or remove edge.cdn.',
    ],
  ]);
});
