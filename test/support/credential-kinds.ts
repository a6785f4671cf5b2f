import type { Sandbox } from "../../provider/sandbox";

/** Both kinds of credentials whose secret is shown once, and how a test looks at them. */
export const KINDS = [
  {
    type: "ApiToken",
    secret: "tokenSecret",
    create: "createApiToken",
    remove: "deleteApiToken",
    lists: "getApiTokens",
    id: "token_key",
    wish: { permissions: [] },
    add: (sandbox: Sandbox, name: string) => void sandbox.portal.addToken({ name }),
    named: ({ tenant }: Sandbox, name: string) =>
      tenant.tokens.filter((token) => token.name === name).map(({ tokenKey }) => tokenKey),
  },
  {
    type: "AutomationKey",
    secret: "keySecret",
    create: "createAutomationKey",
    remove: "deleteAutomationKey",
    lists: "getAutomationKeys",
    id: "key_id",
    wish: { enabled: true },
    add: (sandbox: Sandbox, name: string) => sandbox.portal.addKey({ name }),
    named: ({ tenant }: Sandbox, name: string) =>
      tenant.keys.filter((key) => key.name === name).map(({ keyId }) => keyId),
  },
] as const;
