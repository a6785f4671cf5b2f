/** A change that breaks the provider on purpose. */
export interface Change {
  /** From the root of this repository. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly before: string;
  readonly after: string;
}

/** A broken provider, and the test files each of which must notice. */
export interface Control {
  /** Continues "A provider that". */
  readonly title: string;
  readonly changes: readonly Change[];
  readonly noticedBy: readonly string[];
}

/** What may never pass: each of these has cost users of other providers a credential or a secret. */
export const CONTROLS: readonly Control[] = [
  {
    title: "repeats a create whose reply was lost",
    changes: [
      {
        file: "provider/api/retry.ts",
        before: "if (refused || lostCreate) return",
        after: "if (refused) return",
      },
    ],
    noticedBy: ["test/api/perform.test.ts", "test/api/retry.test.ts"],
  },
  {
    title: "throws bare errors, so that what exists in part is in no state",
    changes: [
      {
        file: "provider/pulumi/failures.ts",
        before: "if (!(error instanceof PartlyCreated)) return told;",
        after: "if (!(error instanceof PartlyCreated) || error.created.id !== undefined) return told;",
      },
    ],
    noticedBy: ["test/pulumi/dynamic-provider.test.ts", "test/pulumi/failures.test.ts"],
  },
  {
    title: "drops `__provider` in partial states",
    changes: [
      {
        file: "provider/pulumi/failures.ts",
        before: "properties: { ...state, ...carried(properties) },",
        after: "properties: { ...state, ...carried({ ...properties, __provider: undefined }) },",
      },
    ],
    noticedBy: ["test/pulumi/dynamic-provider.test.ts", "test/pulumi/failures.test.ts"],
  },
  {
    title: "returns the secret in a second output that nobody marked",
    changes: [
      {
        file: "provider/resources/api-token.ts",
        before: "        authorization,\n",
        after: "        authorization,\n        credential: tokenSecret,\n",
      },
    ],
    noticedBy: ["test/pulumi/secrecy.test.ts"],
  },
  {
    title: "returns the header in an output that is marked no more",
    changes: [
      {
        file: "provider/resources/api-token.ts",
        before: `secrets: ["tokenSecret", "authorization"],`,
        after: `secrets: ["tokenSecret"],`,
      },
    ],
    noticedBy: ["test/pulumi/secrecy.test.ts", "test/pulumi/api-token.test.ts"],
  },
  {
    title: "logs what axios threw",
    changes: [
      {
        file: "provider/api/perform.ts",
        before: "} catch (error) {\n    reading ??=",
        after: "} catch (error) {\n    console.error(error);\n    reading ??=",
      },
    ],
    noticedBy: ["test/pulumi/secrecy.test.ts"],
  },
  {
    title: "logs what a resource threw",
    changes: [
      {
        file: "provider/pulumi/dynamic-provider.ts",
        before: "} catch (error) {\n      throw toPulumiError(",
        after:
          "} catch (error) {\n      process.stderr.write(JSON.stringify(error));\n      throw toPulumiError(",
      },
    ],
    noticedBy: ["test/pulumi/secrecy.test.ts"],
  },
  {
    title: "takes 404 as gone",
    changes: [
      {
        file: "provider/pulumi/dynamic-provider.ts",
        before: "const state = await resource.read(tenant(), id, known);",
        after:
          "const state = await resource.read(tenant(), id, known).catch((error: { status?: number }) => { if (error.status === 404) return undefined; throw error; });",
      },
    ],
    noticedBy: ["test/pulumi/kept-states.test.ts"],
  },
  {
    title: "takes 404 as deleted",
    changes: [
      {
        file: "provider/api/classify.ts",
        before: `if (misfit !== undefined) return fail("unexpectedReply", { problem: misfit });`,
        after: `if (status === 404) return fail("notFound", {});\n  if (misfit !== undefined) return fail("unexpectedReply", { problem: misfit });`,
      },
    ],
    noticedBy: ["test/api/classify.test.ts"],
  },
  {
    title: "makes the name random, so that a crash's leftover is never found again",
    changes: [
      {
        file: "provider/resources/computed-name.ts",
        before: "JSON.stringify([identity,",
        after: "JSON.stringify([Math.random(), identity,",
      },
    ],
    noticedBy: ["test/resources/computed-name.test.ts", "test/pulumi/resource.test.ts"],
  },
  {
    title: "believes the one list that lacks the last administrator",
    changes: [
      {
        file: "provider/resources/rails.ts",
        before: "if (listed.some(isIt)) return listed;",
        after: "if (listed.length >= 0) return listed;",
      },
    ],
    noticedBy: ["test/resources/short-lists.test.ts"],
  },
  {
    title: "forgets what is in doubt because one list doesn't show it",
    changes: [
      {
        file: "provider/resources/late.ts",
        before: "  if (!isOutlasted) await tenant.wait(SECOND_LOOK_MS);\n  await look(",
        after: "  if (isOutlasted) await look(",
      },
    ],
    noticedBy: ["test/resources/short-lists.test.ts", "test/resources/late.test.ts"],
  },
];
