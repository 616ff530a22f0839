import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reviewAsHtml } from "../../../../tools/review/output/html.ts";
import type { Review } from "../../../../tools/review/review.ts";
import { ChromiumPage, findChromium } from "../../../support/chromium.ts";
import { exampleReview } from "../../../support/example-review.ts";
import { HOSTILE_TEXTS, reviewWith } from "../../../support/hostile-texts.ts";

const chromium = findChromium();

/** The least contrast of text. https://www.w3.org/TR/WCAG22/#contrast-minimum */
const CONTRAST_MIN = 4.5;

/** Returns `contrast text` for each element with text of its own, the lowest first. */
const CONTRASTS = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).slice(0, 3).map((each) => {
      const share = each / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backOf = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const own = [...document.body.querySelectorAll("*")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""));
  return own.map((element) => {
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(backOf(element))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), element.className + ": " + element.textContent.slice(0, 40)];
  }).sort(([a], [b]) => a - b);
})()`;

const VISIBLE = `[...document.querySelectorAll("article")].filter((each) => each.offsetParent !== null).map((each) => each.className)`;

describe.skipIf(chromium === undefined)("the HTML page in Chromium (skipped if it is not installed)", () => {
  const folder = mkdtempSync(join(tmpdir(), "review-page-"));
  let page: ChromiumPage;

  beforeAll(async () => {
    page = await ChromiumPage.start(chromium!);
  });
  afterAll(async () => {
    await page.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(review: Review): Promise<string> {
    const file = join(folder, "review.html");
    writeFileSync(file, reviewAsHtml(review, "shop prod"));
    page.requests.length = 0;
    page.problems.length = 0;
    await page.open(pathToFileURL(file).href);
    return pathToFileURL(file).href;
  }

  const setTheme = (value: "light" | "dark") =>
    page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });

  it("loads without errors, warnings and requests", async () => {
    const url = await open(exampleReview());
    expect(await page.evaluate("document.title")).toBe("shop prod: block");
    expect(page.requests.filter((each) => each !== url && each !== "data:,")).toEqual([]);
    expect(page.problems).toEqual([]);
  });

  it.each(["light", "dark"] as const)("is readable: %s", async (theme) => {
    await setTheme(theme);
    await open(exampleReview());
    await page.evaluate(`for (const each of document.querySelectorAll("details")) each.open = true`);
    const contrasts = await page.evaluate<[number, string][]>(CONTRASTS);
    expect(contrasts.length).toBeGreaterThan(40);
    expect(contrasts.filter(([contrast]) => contrast < CONTRAST_MIN)).toEqual([]);
    const back = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(back).toBe(theme === "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
  });

  it("works by keyboard: skips to the findings, filters, and unfolds changes", async () => {
    await open(exampleReview());
    await page.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("findings");
    expect(await page.evaluate<string[]>(VISIBLE)).toHaveLength(10);
    await page.press("Tab");
    await page.press("ArrowDown");
    expect(await page.evaluate("document.activeElement.id")).toBe("level-block");
    expect(await page.evaluate(VISIBLE)).toEqual(["block of-loss"]);
    for (const _ of Array(30)) {
      await page.press("Tab");
      if ((await page.evaluate("document.activeElement.textContent")) === "aws_db_instance.main replaced")
        break;
    }
    await page.press("Enter");
    expect(await page.evaluate("document.activeElement.parentElement.open")).toBe(true);
    expect(await page.evaluate("document.activeElement.parentElement.innerText")).toContain("mysql");
  });

  it("leads to the differences of reachability and permissions by keyboard", async () => {
    for (const [title, id, content] of [
      ["Who reaches whom", "connectivity", "internet (203.0.113.0/24)"],
      ["Who may do what", "permissions", "s3:DeleteObject on arn:aws:s3:::shop/*"],
    ] as const) {
      await open(exampleReview());
      for (const _ of Array(10)) {
        await page.press("Tab");
        if ((await page.evaluate("document.activeElement.textContent")) === title) break;
      }
      await page.press("Enter");
      expect(await page.evaluate("location.hash")).toBe(`#${id}`);
      expect(await page.evaluate(`document.querySelector(":target").innerText`)).toContain(content);
      await page.press("Tab");
      // The table scrolls by the arrow keys where it is wider than the screen.
      expect(await page.evaluate("document.activeElement.className")).toBe("scroll");
      expect(await page.evaluate(`document.querySelector("#${id}").contains(document.activeElement)`)).toBe(
        true,
      );
    }
  });

  it.each([320, 1280])("fits %i columns of pixels, also with hostile texts", async (width) => {
    await page.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 800,
      deviceScaleFactor: 1,
      mobile: false,
    });
    let next = 0;
    for (const review of [exampleReview(), reviewWith(() => HOSTILE_TEXTS[next++ % HOSTILE_TEXTS.length]!)]) {
      await open(review);
      await page.evaluate(`for (const each of document.querySelectorAll("details")) each.open = true`);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
  });

  it("runs and loads nothing of hostile texts", async () => {
    let used = 0;
    const next = () => HOSTILE_TEXTS[used++ % HOSTILE_TEXTS.length]!;
    // Each text is in each kind of field in html.test.ts; here every text is on some page, twice.
    while (used < 2 * HOSTILE_TEXTS.length) {
      const url = await open(reviewWith(next));
      expect(await page.evaluate("document.querySelectorAll('article').length")).toBe(5);
      expect(page.requests.filter((each) => each !== url && each !== "data:,")).toEqual([]);
      expect(page.problems).toEqual([]);
    }
  });
});
