import { sealKeyFrom } from "./seal";

/** What a setting's value must be. Each rule answers what is wrong and what to do, or undefined; none echoes a secret. */
type Rule = (value: string) => string | undefined;

const CONTROL = /\p{Cc}/u;
const TENANT_ID = /^[0-9a-f]{32}$/; // docs: the form of the examples
const SESSION_TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const HEADER_SAFE = /^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/;
const DOT_SEGMENT = /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\?#]|$)/i;

function firstProblem(value: string, rules: readonly Rule[]): string | undefined {
  for (const rule of rules) {
    const problem = rule(value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Whether a value is `key:secret` in base64 already, as the header has it. */
function isEncodedPair(value: string): boolean {
  if (!BASE64.test(value)) return false;
  const decoded = Buffer.from(value, "base64");
  const same = decoded.toString("base64").replace(/=+$/, "") === value.replace(/=+$/, "");
  return same && /^[\x20-\x39\x3b-\x7e]+:[\x20-\x7e]+$/.test(decoded.toString("latin1"));
}

const notEmpty: Rule = (value) => (value === "" ? "is empty" : undefined);

const copiedWhole: Rule = (value) => {
  if (CONTROL.test(value))
    return "has a line break or another control character in it: copy it again, as one line";
  if (value.trim() !== value) return "has a blank before or after it: copy it again without";
  if (/^(["'`]).*\1$/su.test(value)) return "has quotes around it: leave them out";
  return undefined;
};

const halfOfAPair: Rule = (value) => {
  if (/^bearer\s/i.test(value))
    return 'starts with "Bearer": give key and secret separately, the provider makes the header';
  if (SESSION_TOKEN.test(value))
    return "is a browser's session token (a JWT): create an API token in the portal under User Management -> API Tokens";
  if (isEncodedPair(value))
    return "is key and secret joined and base64-encoded already: give key and secret separately";
  return undefined;
};

const noColon: Rule = (value) =>
  value.includes(":")
    ? 'has a ":" in it, which would end the key: give key and secret separately'
    : undefined;

/** What is wrong with a token's key. */
export const tokenKeyProblem: Rule = (value) =>
  firstProblem(value, [notEmpty, copiedWhole, halfOfAPair, noColon]);

/** What is wrong with a token's secret. */
export const tokenSecretProblem: Rule = (value) => firstProblem(value, [notEmpty, copiedWhole, halfOfAPair]);

/** What is wrong with the key that seals issued secrets. */
export const sealKeyProblem: Rule = (value) =>
  firstProblem(value, [
    notEmpty,
    copiedWhole,
    (key) =>
      sealKeyFrom(key) === undefined
        ? "isn't 32 bytes in base64 (44 characters): make one with `openssl rand -base64 32`"
        : undefined,
  ]);

/** Which leftovers of interrupted runs are removed: those of the last day, all, or none. */
export const RECLAIMS = ["recent", "always", "never"] as const;
export type Reclaim = (typeof RECLAIMS)[number];

/** Whether a value says which leftovers are removed. */
export function isReclaim(value: string): value is Reclaim {
  return (RECLAIMS as readonly string[]).includes(value);
}

/** What is wrong with the choice of the leftovers that are removed. */
export const reclaimProblem: Rule = (value) =>
  isReclaim(value) ? undefined : `is ${JSON.stringify(value)}: it must be ${RECLAIMS.join(", ")}`;

/** What is wrong with a tenant's id. */
export const tenantIdProblem: Rule = (value) => {
  if (TENANT_ID.test(value)) return undefined;
  const shown = JSON.stringify(value);
  const wanted = "a tenant's id is 32 lower-case hexadecimal digits";
  const bare = value.trim().replaceAll("-", "").toLowerCase();
  if (TENANT_ID.test(bare)) return `is ${shown}: ${wanted}, that is ${bare}`;
  if (value === "") return `is empty: ${wanted}`;
  if (/^[0-9a-f]+$/i.test(value)) return `is ${shown}, of ${value.length} digits: ${wanted}`;
  return `is ${shown}: ${wanted}, not its name; the portal shows it, and so does get_tenants`;
};

/** What is wrong with the name of the integration, which goes into a header. Source: seed, "record the integration name". */
export const integrationProblem: Rule = (value) =>
  HEADER_SAFE.test(value)
    ? undefined
    : "must be 1 to 100 printable ASCII characters, without a blank before or after (it goes into the User-Agent header)";

/** Whether a host, as `URL.hostname` has it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** What is wrong with the base URL; credentials in it aren't echoed. */
export const baseUrlProblem: Rule = (value) => {
  const example = 'give one like "https://app.apptego.com/frontend"';
  if (value === "") return `is empty: ${example}, or leave the setting out`;
  if (!URL.canParse(value) || /[\s\\]/.test(value) || CONTROL.test(value)) return `isn't a URL: ${example}`;
  const url = new URL(value);
  if (url.username !== "" || url.password !== "" || /^[a-z]+:\/*[^/?#]*@/i.test(value)) {
    return "has a user or password in it: take them out, the credentials are apptego:tokenKey and apptego:tokenSecret";
  }
  const shown = `is ${JSON.stringify(value)}`;
  if (url.protocol !== "https:" && url.protocol !== "http:") return `${shown}: it must start with https://`;
  if (!/^https?:\/\//i.test(value)) return `isn't a URL: ${example}`;
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return `${shown}: it must start with https://, as plain http would show the credentials to the network (only this machine may be reached by http)`;
  }
  if (/[?#]/.test(value)) return `${shown}: leave out everything from "?" or "#" on`;
  if (DOT_SEGMENT.test(value)) return `${shown}: leave out the "." and ".." in its path`;
  return undefined;
};
