import { computeValues } from "../../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, computedAfterCreate, schemaBlockOf } from "../../computed-values/support.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));

describe("the computed values of certificates", () => {
  it("a certificate has a validation record for each name; a wildcard shares its apex's", () => {
    const option = [
      "set",
      [
        "object",
        {
          domain_name: "string",
          resource_record_name: "string",
          resource_record_type: "string",
          resource_record_value: "string",
        },
      ],
    ] as const;
    const givenValues = {
      domain_name: "example.com",
      subject_alternative_names: ["example.com", "*.example.com", "b.example.com"],
      validation_method: "DNS",
    };
    const createdValues = computedAfterCreate("aws_acm_certificate", givenValues, {
      arn: "string",
      status: "string",
      domain_validation_options: option,
    });
    const options = createdValues.domain_validation_options as readonly {
      domain_name: string;
      resource_record_name: string;
      resource_record_value: string;
    }[];
    expect(options.map((one) => one.domain_name)).toEqual(["example.com", "*.example.com", "b.example.com"]);
    expect(options[0]).toMatchObject({
      resource_record_name: like("_[0-9a-f]{32}\\.example\\.com\\."),
      resource_record_value: like("_[0-9a-f]{32}\\.[a-z]{10}\\.acm-validations\\.aws\\."),
    });
    expect(options[1]?.resource_record_name).toBe(options[0]?.resource_record_name);
    expect(options[2]?.resource_record_name).toMatch(/\.b\.example\.com\.$/);
    expect(createdValues).toMatchObject({
      arn: like(`arn:aws:acm:us-east-1:123456789012:certificate/${uuid}`),
      status: "PENDING_VALIDATION",
    });
  });

  it("a certificate keeps its planned names, and only their records are computed", () => {
    const type = ["set", ["object", { domain_name: "string", resource_record_name: "string" }]] as const;
    const after = {
      validation_method: "DNS",
      domain_validation_options: [{ domain_name: "a.com", resource_record_name: UNKNOWN }],
    };
    const createdValues = computeValues(
      { type: "aws_acm_certificate", before: null, after },
      schemaBlockOf({ validation_method: "string", domain_validation_options: type }),
      callContextWith(),
    );
    expect(createdValues.domain_validation_options).toEqual([
      { domain_name: "a.com", resource_record_name: like("_[0-9a-f]{32}\\.a\\.com\\.") },
    ]);
  });
});
