import {
  existingListener,
  LOAD_BALANCER_ARN,
  NETWORK_LOAD_BALANCER_ARN,
} from "../../constraints/case-resources.ts";
import {
  CERTIFICATE_ARN,
  type ConstraintCase,
  certificateValidation,
  ELB_ARN_PREFIX,
  existingCertificate,
  exists,
  VPC_ID,
} from "../../constraints/constraint-case.ts";

const GATE_TG = `${ELB_ARN_PREFIX}:targetgroup/gate/0`;
const group = (protocol: string) =>
  exists("aws_lb_target_group", GATE_TG, { arn: GATE_TG, vpc_id: VPC_ID, protocol });
const gateListener = (protocol: string) => ({
  load_balancer_arn: NETWORK_LOAD_BALANCER_ARN,
  port: 53,
  protocol,
  default_action: [{ type: "forward", target_group_arn: GATE_TG }],
});

export const elbListenerCases: readonly ConstraintCase[] = [
  {
    constraint: "listener-port",
    when: "the port is free",
    type: "aws_lb_listener",
    account: [existingListener()],
    after: { load_balancer_arn: LOAD_BALANCER_ARN, port: 80 },
  },
  {
    constraint: "listener-port",
    when: "the port is taken",
    type: "aws_lb_listener",
    account: [existingListener()],
    after: { load_balancer_arn: LOAD_BALANCER_ARN, port: 443 },
    errors: [
      `CreateListener DuplicateListener: A listener already exists on this port for this load balancer '${LOAD_BALANCER_ARN}'`,
    ],
  },
  {
    constraint: "listener-rule-priority",
    when: "the priority is free",
    type: "aws_lb_listener_rule",
    account: [exists("aws_lb_listener_rule", "r", { listener_arn: "l", priority: 1 })],
    after: { listener_arn: "l", priority: 2 },
  },
  {
    constraint: "listener-rule-priority",
    when: "the priority is taken",
    type: "aws_lb_listener_rule",
    account: [exists("aws_lb_listener_rule", "r", { listener_arn: "l", priority: 1 })],
    after: { listener_arn: "l", priority: 1 },
    errors: ["CreateRule PriorityInUse: Priority '1' is currently in use"],
  },
  {
    constraint: "listener-certificate",
    when: "the certificate is validated",
    type: "aws_lb_listener",
    account: [existingCertificate(), certificateValidation],
    after: { protocol: "HTTPS", certificate_arn: CERTIFICATE_ARN },
  },
  {
    constraint: "listener-certificate",
    when: "the certificate is imported",
    type: "aws_lb_listener",
    account: [existingCertificate({ status: "ISSUED" })],
    after: { protocol: "HTTPS", certificate_arn: CERTIFICATE_ARN },
  },
  {
    constraint: "listener-certificate",
    when: "the certificate is pending validation",
    type: "aws_lb_listener",
    account: [existingCertificate()],
    after: { protocol: "HTTPS", certificate_arn: CERTIFICATE_ARN },
    errors: [
      `CreateListener UnsupportedCertificate: The certificate '${CERTIFICATE_ARN}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    ],
  },
  {
    constraint: "listener-certificate",
    when: "the certificate does not exist",
    type: "aws_lb_listener",
    after: { protocol: "HTTPS", certificate_arn: CERTIFICATE_ARN },
    errors: [`CreateListener CertificateNotFound: Certificate '${CERTIFICATE_ARN}' not found`],
  },
  {
    constraint: "listener-certificate",
    when: "the listener has no certificate",
    type: "aws_lb_listener",
    after: { protocol: "HTTPS", certificate_arn: null },
    errors: ["CreateListener ValidationError: A certificate must be specified for HTTPS listeners"],
  },
  {
    constraint: "listener-protocol",
    when: "UDP forwards to UDP",
    type: "aws_lb_listener",
    after: gateListener("UDP"),
    account: [group("UDP")],
  },
  {
    constraint: "listener-protocol",
    when: "TLS forwards to TCP and TLS",
    type: "aws_lb_listener",
    after: gateListener("TLS"),
    account: [group("TCP")],
  },
  {
    constraint: "listener-protocol",
    when: "UDP forwards to TCP",
    type: "aws_lb_listener",
    after: gateListener("UDP"),
    account: [group("TCP")],
    errors: [
      `CreateListener IncompatibleProtocols: The protocol 'UDP' of the listener is incompatible with the protocol 'TCP' of the target group '${GATE_TG}'`,
    ],
  },
];
