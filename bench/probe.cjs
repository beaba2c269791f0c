"use strict";
/**
 * Loaded into each Node.js process of a run by NODE_OPTIONS: notes when the process started, its work and greatest memory, and
 * whether it has loaded the driver. The engine may kill a process at its end, so the note is written again as long as it changes.
 */
const { writeFileSync } = require("node:fs");
const path = require("node:path");

const folder = process.env["BENCH_PROBE_FOLDER"];
if (folder !== undefined) {
  const file = path.join(folder, `${process.pid}.json`);
  const isProvider = /[\\/]cmd[\\/]dynamic-provider/.test(process.argv[1] ?? "");
  const note = () => {
    const { user, system } = process.cpuUsage();
    const text = JSON.stringify({
      isProvider,
      startedAt: performance.timeOrigin,
      cpuMs: (user + system) / 1000,
      memoryBytes: process.resourceUsage().maxRSS * 1024,
      driverLoaded: Object.keys(require.cache).some((loaded) =>
        /[\\/]node_modules[\\/]snowflake-sdk[\\/]/.test(loaded),
      ),
    });
    writeFileSync(file, text);
  };
  setInterval(note, 200).unref();
  process.on("exit", note);
}
