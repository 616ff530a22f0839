import { Token } from "cdktf";
import fc from "fast-check";
import { escapeTemplate, plainText, withTerraformTexts } from "../../modules/terraform-text.ts";
import { anyText } from "../stacks/support/free-texts.ts";

/** A template that is no text, in which nothing stands. */
const GAP = "%{if true}%{endif}";

describe("terraformText", () => {
  it.each([
    ["http://${HOST}/", "http://$${HOST}/"],
    ["%{message} 100 % of $5 {}", "%%{message} 100 % of $5 {}"],
    ["$${HOME} %%{x}", "$$${HOME} %%%{x}"],
    ['${file("/etc/passwd")}', '$${file("/etc/passwd")}'],
    ["${TfToken[TOKEN.1]}", `$\${${GAP}TfToken[TOKEN.1]}`],
    ["#{TfToken[TOKEN.1]}", `#{${GAP}TfToken[TOKEN.1]}`],
    ["-8.2e298", `-8.2${GAP}e298`],
    ["String Map Token Value", `String Map Token Value${GAP}`],
    [GAP, "%%{if true}%%{endif}"],
    ["\uFEFF${x}", `${GAP}\uFEFF$\${x}`],
  ])("%s", (text, written) => {
    expect(escapeTemplate(text)).toBe(written);
    expect(plainText(written)).toBe(text);
  });

  it("is undone by plainText, whatever the text", () => {
    fc.assert(fc.property(anyText, (text) => plainText(escapeTemplate(text)) === text));
  });

  it("writes nothing that cdktf takes for its own", () => {
    const isToken = (text: string) =>
      Token.isUnresolved(text) || Token.isUnresolved([text]) || Token.isUnresolved({ [text]: 1 });
    fc.assert(fc.property(anyText, (text) => !isToken(escapeTemplate(text))));
    expect(isToken("${TfToken[TOKEN.1]}") && isToken("#{TfToken[x]}") && isToken("&{TfToken[x]}")).toBe(true);
  });
});

describe("withTerraformTexts", () => {
  it("writes every text of plain data, however deep, and no key", () => {
    const data = { "${a}": ["${b}", { c: "%{d}", e: 1, f: null, g: undefined }], h: true };
    expect(withTerraformTexts(data)).toEqual({
      "${a}": ["$${b}", { c: "%%{d}", e: 1, f: null, g: undefined }],
      h: true,
    });
  });

  it("leaves what needs no change as it is, so that what is known of it stays known", () => {
    const plain = { texts: ["a"] };
    const data = { plain, other: ["${b}"] };
    expect(withTerraformTexts(plain)).toBe(plain);
    expect(withTerraformTexts(data).plain).toBe(plain);
  });
});
