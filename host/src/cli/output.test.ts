import { describe, expect, test } from 'vitest';
import { Output, type TextStream } from './output.ts';

class Screen implements TextStream {
  readonly isTTY: boolean;
  readonly columns = 24;
  readonly rows = 10;
  text = '';

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  hasColors(): boolean {
    return this.isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

const open = (isTTY: boolean) => {
  const out = new Screen(isTTY);
  const err = new Screen(isTTY);
  return { out, err, output: new Output(out, err) };
};

describe('Output', () => {
  test('colours on a terminal only, and never what the text itself holds', () => {
    for (const isTTY of [true, false]) {
      const { out, output } = open(isTTY);
      output.result([{ text: 'a\u001b[2J', style: 'red' }, 'b\n']);
      expect(out.text).toBe(isTTY ? '\u001b[31ma\\x1b[2J\u001b[39mb\\n\n' : 'a\\x1b[2Jb\\n\n');
    }
  });

  test('masks secrets in text, JSON and events', () => {
    const { out, err, output } = open(false);
    output.hide(['hunter2']);
    output.result(['a hunter2']);
    output.note([{ text: 'hunter2', style: 'dim' }]);
    output.resultJson({ error: 'hunter2', nested: [{ message: 'is hunter2!' }] });
    expect(output.json({ text: 'hunter2' })).toBe('{"text":"***"}');
    expect(out.text + err.text).not.toContain('hunter2');
  });

  test('writes JSON with keys in snake_case, and leaves the keys of a schema alone', () => {
    const { output } = open(false);
    expect(output.json({ loadId: 1, roles: [{ configSchema: { minLength: 1 } }] })).toBe(
      '{"load_id":1,"roles":[{"config_schema":{"minLength":1}}]}',
    );
  });

  test('redraws the live block below what is printed meanwhile, cut to the width', () => {
    const { err, output } = open(true);
    output.live([['one'], ['a line that is too long for 24 cells']]);
    expect(err.text).toBe('one\na line that is too lon…\n');
    err.text = '';
    output.note(['note']);
    expect(err.text).toBe('\u001b[2A\r\u001b[Jnote\none\na line that is too lon…\n');
    err.text = '';
    output.live([]);
    expect(err.text).toBe('\u001b[2A\r\u001b[J');
    output.note(['end']);
    expect(err.text).toBe('\u001b[2A\r\u001b[Jend\n');
  });
});
