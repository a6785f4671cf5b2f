import { readFileSync } from "node:fs";
import path from "node:path";
import type { TenantLimits } from "../api/contract";
import { invalid, InvalidTenantAccess, placeName, problemsOf } from "./problems";
import { type TenantAccessData, TenantAccessShape } from "./shape";
import { parseSource, type Source } from "./source";

/**
 * A tenant's access as a YAML or JSON file describes it.
 *
 * @param file relative to `folder`, or absolute
 * @param limits how many credentials the tenant may hold, where that is known
 * @throws InvalidTenantAccess that lists every mistake with file, line and column
 */
export function readTenantAccess(
  file: string,
  folder: string = process.cwd(),
  limits?: TenantLimits,
): TenantAccessData {
  const source = parseSource(textOf(file, path.resolve(folder, file)));
  const refuse = (faults: readonly { offset: number; message: string }[]) => {
    const sorted = [...faults].sort((one, other) => one.offset - other.offset);
    const listed = sorted.map(({ offset, message }) => `${file}:${source.position(offset)}: ${message}`);
    return invalid(`TenantAccess: ${path.resolve(folder, file)}`, listed);
  };
  if (source.value === undefined) throw refuse(source.faults);
  if (source.value === null) throw refuse([{ offset: 0, message: EMPTY }]);
  const faults = [...source.faults, ...faultsOf(source, limits)];
  if (faults.length > 0) throw refuse(faults);
  return TenantAccessShape.parse(source.value);
}

const EMPTY =
  "the file is empty, which would take everybody's access: write {} if that is meant, else users, groups, tokens or keys";

function faultsOf(source: Source, limits?: TenantLimits): { offset: number; message: string }[] {
  return problemsOf(source.value, limits).map(({ path: place, aboutKey, message }) => ({
    offset: source.offsetOf(place, aboutKey),
    message: `${placeName(place)} ${message}`,
  }));
}

function textOf(file: string, resolved: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(resolved));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const why = WHY[code] ?? code;
    throw new InvalidTenantAccess(
      `TenantAccess: ${resolved} can't be read: ${why}. A relative path starts at the program's folder: correct ${JSON.stringify(file)}.`,
    );
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be read by this user",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8",
};
