/*
 * Names, messages and log lines come from databases and connectors, so they may hold anything: escape sequences that
 * recolour, retitle or rewrite a terminal, newlines that forge a line of output, marks that reverse what is read.
 */

// C0 (tab and newline too), DEL, C1, the bidirectional controls, line and paragraph separators, lone surrogates.
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with every character that a terminal would act on written as an escape: `\n`, `\x1b`, `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(unsafe, (char) => short[char] ?? escapeCode(char.charCodeAt(0)));
}

/** JSON text with the same characters as `\u` escapes: still the same JSON. */
export function visibleJson(json: string): string {
  return json.replace(unsafe, (char) => (char === '\n' ? char : `\\u${hex(char.charCodeAt(0), 4)}`));
}

function escapeCode(code: number): string {
  return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

// Ranges that terminals draw two cells wide: CJK, Hangul, fullwidth forms, emoji.
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const zeroWidth = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Cells that the text takes on a terminal, nearly. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += zeroWidth.test(char) ? 0 : wide.test(char) ? 2 : 1;
  return width;
}

/** The text cut to `width` cells, the last of them `…` where something is left out. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let result = '';
  let used = 0;
  for (const char of text) {
    const next = textWidth(char);
    if (used + next > width - 1) break;
    result += char;
    used += next;
  }
  return `${result}…`;
}
