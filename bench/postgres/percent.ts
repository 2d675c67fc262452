/** `12.3 %`, `−4 %`. */
export function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(1).replace(/\.0$/, '').replace(/^-0$/, '0').replace('-', '−')} %`;
}

/** How far something is behind another: `3 % behind P=4`, `3 % ahead of P=4`. */
export function behind(regret: number, other: string): string {
  return `${percent(Math.abs(regret))} ${regret < 0 ? 'ahead of' : 'behind'} ${other}`;
}
