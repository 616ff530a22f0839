// Preloaded by every Node process that a quick test starts: records a start of cdktf's command line
// and exits.
if (/[\\/]cdktf-cli[\\/]/.test(process.argv[1] ?? "")) {
  const command = `cdktf ${process.argv.slice(2).join(" ")}`;
  require("node:fs").appendFileSync(process.env.DRYDOCK_TEST_STARTED, `${command}\n`);
  console.error("A quick test starts no cdktf.");
  process.exit(1);
}
