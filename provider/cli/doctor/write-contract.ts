import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Document, isMap, isScalar } from "yaml";
import type { TenantLimits } from "../../api/contract";
import { loadContract } from "../../api/contract-file";
import { UsageError } from "../exit-codes";
import type { Corrections } from "./corrections";

/** What a contract file is to say. */
export interface ContractContent {
  readonly corrections: Corrections;
  /** Those of them that couldn't be tried. */
  readonly likely: Corrections;
  readonly limits: Partial<TenantLimits>;
  readonly timing: { readonly lateSeconds?: number };
}

/** The content of the file as plain data. */
export function contractData({ corrections, limits, timing }: ContractContent): Record<string, unknown> {
  return {
    operations: corrections,
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(timing).length > 0 && { timing }),
  };
}

/** The file's text: YAML, with a comment at what couldn't be tried. */
export function contractText(content: ContractContent, baseUrl: string, now: Date): string {
  const document = new Document(contractData(content));
  document.commentBefore = ` How ${baseUrl} differs from what pulumi-apptego assumes. Written by apptego doctor on ${now.toISOString().slice(0, 10)}.\n Name it in apptego:contract or APPTEGO_CONTRACT.`;
  const operations = document.get("operations", true);
  if (isMap(operations))
    for (const { key } of operations.items)
      if (isScalar(key) && String(key.value) in content.likely)
        key.commentBefore = " Likely, as the list calls it so; it couldn't be tried without writing.";
  return document.toString();
}

/**
 * Writes a contract file that isn't there yet, and makes sure that it can be loaded.
 *
 * @throws UsageError when there is such a file
 * @throws ConfigurationError when what was written can't be loaded
 */
export async function writeContract(folder: string, file: string, text: string): Promise<void> {
  const place = path.resolve(folder, file);
  try {
    await writeFile(place, text, { flag: "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const why = code === "EEXIST" ? "there is a file of that name already" : `it can't be written (${code})`;
    throw new UsageError(`--write-contract ${file}: ${why}. Name another file.`);
  }
  loadContract(place);
}
