/**
 * A foreign text as a terminal may show it: characters that would move the cursor, colour the screen or turn the
 * direction of reading are shown as escapes. A name in a tenant is chosen by anybody who may invite.
 */
export function safe(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
