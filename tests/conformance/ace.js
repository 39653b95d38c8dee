// Ace by DAISY over many EPUBs, in one process and one browser. Each violation is told; any, or a file that cannot be
// judged, is a failure.
//
// usage: ace.js FOLDER-FOR-REPORTS EPUB...
"use strict";

const ace = require("@daisy/ace-core");
const chromium = require("@daisy/ace-axe-runner-puppeteer");

// Ace opens and closes a browser for each EPUB, which takes longer than judging it.
const runner = { ...chromium, concurrency: 2, launch: async () => {}, close: async () => {} };
// Pages that every volume has: a report about fewer did not judge the volume.
const FEWEST_PAGES = 3;

/** Judges an EPUB. */
async function judge(file, reports) {
  const options = { cwd: process.cwd(), outdir: reports, doNotReportMedia: true, initLogger: true, silent: true, fileName: `${reports}/ace.log` };
  try {
    const [, report] = await ace(file, options, runner);
    return report;
  } catch (error) {
    throw new Error(`${file} could not be judged`, { cause: error });
  }
}

/** What a report holds against an EPUB, a line for each. */
function violations(report) {
  const found = [];
  for (const page of report.assertions) {
    for (const { "earl:test": test, "earl:result": result } of page.assertions) {
      const told = `${result["dct:description"] ?? ""} ${result.html ?? ""}`.replace(/\s+/g, " ").slice(0, 400);
      found.push(`${page["earl:testSubject"].url}: ${test["dct:title"]} (${test["earl:impact"]}): ${told}`);
    }
  }
  const outcome = report["earl:result"]["earl:outcome"];
  if (found.length === 0 && outcome !== "pass") {
    found.push(`the outcome is “${outcome}”`);
  }
  if (report.assertions.length < FEWEST_PAGES) {
    found.push(`${report.assertions.length} pages were judged`);
  }
  return found;
}

async function main([reports, ...files]) {
  let failed = files.length === 0;
  await chromium.launch();
  try {
    for (const file of files) {
      for (const violation of violations(await judge(file, reports))) {
        failed = true;
        console.log(`${file}: ${violation}`);
      }
    }
  } finally {
    await chromium.close();
  }
  return failed;
}

main(process.argv.slice(2)).then(
  (failed) => process.exit(failed ? 1 : 0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
