#!/usr/bin/env node
import { processContext } from "./context";
import { run } from "./run";

// `apptego … | head` closes the pipe early, which is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

void run(process.argv.slice(2), processContext()).then((code) => {
  process.exitCode = code;
});
