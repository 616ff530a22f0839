import { configBlocksOf, parseCliConfig } from "../../../tools/terraform/cli-config-parser.ts";

describe("parseCliConfig", () => {
  it("reads attributes, blocks, labels, lists, maps and comments", () => {
    const text = `
      # a comment
      plugin_cache_dir   = "$HOME/.terraform.d/plugin-cache" // another
      disable_checkpoint = true
      /* and
         a long one */
      credentials "app.terraform.io" {
        token = "x\\"y"
      }
      provider_installation {
        filesystem_mirror {
          path    = "/usr/share/terraform/providers"
          include = ["example.com/*/*", "hashicorp/aws",]
        }
        filesystem_mirror { path = "/two" }
        dev_overrides = { "hashicorp/aws" = "/src", }
        direct {}
      }
      number = -1.5
    `;
    expect(parseCliConfig(text)).toEqual({
      plugin_cache_dir: "$HOME/.terraform.d/plugin-cache",
      disable_checkpoint: true,
      credentials: [{ "app.terraform.io": [{ token: 'x"y' }] }],
      provider_installation: [
        {
          filesystem_mirror: [
            { path: "/usr/share/terraform/providers", include: ["example.com/*/*", "hashicorp/aws"] },
            { path: "/two" },
          ],
          dev_overrides: { "hashicorp/aws": "/src" },
          direct: [{}],
        },
      ],
      number: -1.5,
    });
  });

  it("reads the JSON form", () => {
    const config = parseCliConfig('{"provider_installation":{"filesystem_mirror":[{"path":"/a"}]}}');
    expect(configBlocksOf(configBlocksOf(config, "provider_installation")[0]!, "filesystem_mirror")).toEqual([
      { path: "/a" },
    ]);
  });

  it.each(["a = ", 'a = "x', "a {", "= 1", "a = [1", "a = ?", "}", "a = b"])("rejects %s", (text) => {
    expect(() => parseCliConfig(text)).toThrow(SyntaxError);
  });
});
