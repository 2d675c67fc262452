/** `12.3 %`, `−4 %`. */
export function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(1).replace(/\.0$/, '').replace(/^-0$/, '0').replace('-', '−')} %`;
}
