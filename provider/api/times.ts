/** AppTego's epoch seconds (`creation_time`) as ISO 8601 in UTC; undefined where the server doesn't tell. */
export function isoTime(epochSeconds: number | null | undefined): string | undefined {
  return typeof epochSeconds === "number" ? new Date(epochSeconds * 1_000).toISOString() : undefined;
}
