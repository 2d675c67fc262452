/** SVG by hand: a few shapes and texts, in one font. Lengths in pixels. */

/** Colours that people with any kind of colour vision tell apart (Okabe and Ito), without black and yellow. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#999999'] as const;
export const ink = '#222222';
export const grid = '#dddddd';

export function colour(index: number): string {
  return colours[index % colours.length] ?? ink;
}

export function svg(width: number, height: number, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="${ink}">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

export function group(x: number, y: number, content: readonly string[]): string[] {
  return [`<g transform="translate(${number(x)} ${number(y)})">`, ...content, '</g>'];
}

export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly bold?: boolean;
  /** Degrees, around its own place. */
  readonly rotate?: number;
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const attributes = [
    `x="${number(x)}" y="${number(y)}"`,
    `text-anchor="${style.anchor ?? 'start'}"`,
    ...(style.size === undefined ? [] : [`font-size="${style.size}"`]),
    ...(style.bold ? ['font-weight="bold"'] : []),
    ...(style.rotate === undefined ? [] : [`transform="rotate(${style.rotate} ${number(x)} ${number(y)})"`]),
  ];
  return `<text ${attributes.join(' ')}>${escapeText(content)}</text>`;
}

export function rectangle(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${fill}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string): string {
  return `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${stroke}"/>`;
}

export function polyline(points: readonly (readonly [number, number])[], stroke: string): string {
  const list = points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
  return `<polyline points="${list}" fill="none" stroke="${stroke}" stroke-width="2"/>`;
}

export function circle(x: number, y: number, fill: string): string {
  return `<circle cx="${number(x)}" cy="${number(y)}" r="4" fill="${fill}"/>`;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeText(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
