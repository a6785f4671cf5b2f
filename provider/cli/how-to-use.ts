import type { Sandbox } from "../sandbox";

/** A value in a shell's single quotes. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** What `apptego sandbox` prints: where it is, and the lines to copy. Without the secret where a file holds it. */
export function howToUse({ url, credentials, tenant }: Sandbox, credentialsFile?: string): string {
  const { tenantId, tokenKey, tokenSecret } = credentials;
  const { name, plan } = tenant.tenant;
  const secret =
    credentialsFile === undefined
      ? quoted(tokenSecret)
      : `"$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).tokenSecret' -- ${quoted(credentialsFile)})"`;
  return `The AppTego sandbox answers: tenant "${name}", plan ${plan}
  ${url}
  ${new URL("/__sandbox/health", url).href}
  ${new URL("/__sandbox/portal", url).href}  for a browser: who may do what, and switches

For programs and a shell:
  export APPTEGO_BASE_URL=${quoted(url)}
  export APPTEGO_TENANT_ID=${quoted(tenantId)}
  export APPTEGO_TOKEN_KEY=${quoted(tokenKey)}
  export APPTEGO_TOKEN_SECRET=${secret}

For a stack:
  pulumi config set apptego:baseUrl ${quoted(url)}
  pulumi config set apptego:tenantId ${quoted(tenantId)}
  pulumi config set apptego:tokenKey ${quoted(tokenKey)}
  printf %s ${secret} | pulumi config set --secret apptego:tokenSecret

Ctrl-C ends it.`;
}
