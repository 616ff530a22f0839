import { parseTarget, questionTransport } from "../../../../tools/reach/commands/question.ts";

describe("the target of a question", () => {
  it.each([
    ["cybershield-prod/app:8000", "cybershield-prod/app", 8000],
    ["cybershield-prod/app", "cybershield-prod/app", undefined],
    ["net/aws_instance.web:22", "net/aws_instance.web", 22],
    ['net/aws_instance.web["a:b"]:22', 'net/aws_instance.web["a:b"]', 22],
    ["net/aws_instance.web[0]:65535", "net/aws_instance.web[0]", 65535],
    ["internet:443", "internet", 443],
    ["10.0.0.5:1", "10.0.0.5", 1],
    ["10.0.0.0/16:443", "10.0.0.0/16", 443],
    ["10.0.0.0/16", "10.0.0.0/16", undefined],
    ["[2606:4700::1111]:443", "2606:4700::1111", 443],
    ["[2606:4700::1111]", "2606:4700::1111", undefined],
    ["[2606:4700::/32]:443", "2606:4700::/32", 443],
    ["2606:4700::1111", "2606:4700::1111", undefined],
    ["2606:4700::/32", "2606:4700::/32", undefined],
    ["::1", "::1", undefined],
  ])("is parsed: %s", (text, name, port) => {
    expect(parseTarget(text)).toEqual({ name, port });
  });

  it("may have an instance key with a colon, without a port", () => {
    expect(parseTarget('net/aws_instance.web["a:b"]')).toEqual({
      name: 'net/aws_instance.web["a:b"]',
      port: undefined,
    });
  });

  it.each([
    ["internet:0", "0"],
    ["internet:65536", "65536"],
    ["internet:", ""],
    ["internet:https", "https"],
    ["internet:-1", "-1"],
    ["internet:443.5", "443.5"],
    ["[2606:4700::1111]:x", "x"],
  ])("is rejected for its port: %s", (text, received) => {
    expect(() => parseTarget(text)).toThrow(
      `"${text}": invalid port "${received}"; allowed: 1 to 65535. Fix: write the target as TO:443, an IPv6 address in brackets: [2001:db8::1]:443.`,
    );
  });
});

describe("the transport set of a question", () => {
  it("is one TCP or UDP port, or all", () => {
    expect(questionTransport("tcp", 443).format()).toBe("tcp 443");
    expect(questionTransport("udp", 53).format()).toBe("udp 53");
    expect(questionTransport("udp", undefined).format()).toBe("udp");
  });

  it("is a ping for ICMP, which has no ports", () => {
    expect(questionTransport("icmp", undefined).format()).toBe("icmp 8/0, icmpv6 128/0");
    expect(() => questionTransport("icmp", 8)).toThrow(
      "ICMP has no ports. Fix: leave the port out of TO with --protocol icmp.",
    );
  });
});
