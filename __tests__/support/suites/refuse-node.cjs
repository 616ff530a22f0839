// Preloaded by every Node.js process that a quick test starts: records the start and exits.
const command = process.argv.slice(1).join(" ");
require("node:fs").appendFileSync(process.env.DRYDOCK_TEST_STARTED, `node ${command}\n`);
console.error("A quick test starts no Node.js.");
process.exit(1);
