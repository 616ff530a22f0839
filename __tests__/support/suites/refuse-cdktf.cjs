// Required by every Node that a quick test starts: cdktf's command line notes that it was started, and ends.
if (/[\\/]cdktf-cli[\\/]/.test(process.argv[1] ?? "")) {
  const command = `cdktf ${process.argv.slice(2).join(" ")}`;
  require("node:fs").appendFileSync(process.env.DRYDOCK_TEST_STARTED, `${command}\n`);
  console.error("A quick test starts no cdktf.");
  process.exit(1);
}
