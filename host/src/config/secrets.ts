import type { JsonValue } from './types.ts';

const secretKey = /passw(?:or)?d|passphrase|secret|token|credential|api_?key|private_?key|^key$/i;

/**
 * The texts in a connector's config that must not be shown although no reference marks them: values of keys that are
 * named like secrets, and passwords in URLs, as written and decoded.
 */
export function literalSecrets(config: JsonValue): readonly string[] {
  const found = new Set<string>();
  const visit = (value: JsonValue, secret: boolean): void => {
    if (typeof value === 'string') {
      if (secret) found.add(value);
      for (const password of urlPasswords(value)) found.add(password);
    } else if (typeof value === 'number') {
      if (secret) found.add(String(value));
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item as JsonValue, secret);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) visit(entry, secret || secretKey.test(key));
    }
  };
  visit(config, false);
  found.delete('');
  return [...found];
}

function urlPasswords(text: string): readonly string[] {
  const passwords: string[] = [];
  // The last @ before the path ends the user information, whatever the password holds.
  const [, userinfo] = /^[a-z][a-z0-9+.-]*:\/\/(.*)@/is.exec(text) ?? [];
  const colon = userinfo?.indexOf(':') ?? -1;
  if (userinfo !== undefined && colon !== -1) passwords.push(userinfo.slice(colon + 1));
  for (const [, value] of text.matchAll(/[?&](?:password|sslpassword|passwd)=([^&#]*)/gi)) passwords.push(value ?? '');
  return passwords.flatMap((password) => [password, percentDecode(password)]);
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
