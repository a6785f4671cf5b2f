import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { permissionLabel, PERMISSIONS, POWERFUL } from "./model";
import type { AccessRow } from "./rows";

/** What the page shows. */
export interface PageData {
  /** The tenant's id; undefined where it isn't known. */
  readonly tenant?: string;
  /** Where the matrix is from, as in `the tenant`. */
  readonly source: string;
  /** What it is compared to; undefined where there is nothing. */
  readonly before?: string;
  /** When it was read: ISO 8601. */
  readonly takenAt: string;
  /** What a reader has to know, as lists that couldn't be read. */
  readonly notes: readonly string[];
  readonly rows: readonly AccessRow[];
}

/** What else the page can do. */
export interface PageOptions {
  /** Where the page may be asked to change what it shows: a path on its own server; without it, nothing is ever sent. */
  readonly portal?: string;
}

const ASSETS = path.join(__dirname, "page");
const SCRIPTS = ["rows.js", "elements.js", "by-person.js", "by-permission.js", "controls.js", "main.js"];

const asset = (file: string) => readFileSync(path.join(ASSETS, file), "utf8");
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** JSON that no HTML parser takes for the end of the script, nor for a comment. */
const embedded = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** The policy of the page: its own style and script by their hashes, its own server where it has one, and nothing else. */
function policy(style: string, script: string, portal: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    ...(portal === undefined ? [] : ["connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * Who may do what, as one HTML page that needs nothing else: it is opened from a disk, an attachment or a server.
 *
 * @throws Error where the package's own files are missing
 */
export function accessPage(data: PageData, { portal }: PageOptions = {}): string {
  const style = asset("page.css");
  const script = `(() => {\n"use strict";\n${SCRIPTS.map(asset).join("\n")}\n})();\n`;
  const permissions = PERMISSIONS.map((key) => ({
    key,
    label: permissionLabel(key),
    powerful: POWERFUL.includes(key),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script, portal)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Who may do what in AppTego</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This page sorts and filters with JavaScript, which is switched off here. Take the matrix as Markdown or CSV instead: <code>apptego access --output markdown</code>.</p></noscript>
<div id="page"></div>
<script type="application/json" id="data">${embedded({ ...data, permissions, ...(portal !== undefined && { portal }) })}</script>
<script>${script}</script>
</body>
</html>
`;
}
