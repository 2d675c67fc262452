import { describe, expect, it } from 'vitest';
import { widens } from './fit.ts';

describe('a type holds every value of another, and the cast changes none', () => {
  it.each([
    ['integer', 'integer'],
    ['smallint', 'bigint'],
    ['bigint', 'numeric'],
    ['real', 'double precision'],
    ['numeric(10,2)', 'numeric'],
    ['numeric(10,2)', 'numeric(12,3)'],
    ['character varying(10)', 'character varying(20)'],
    ['character varying(10)', 'text'],
    ['text', 'character varying'],
    ['"public"."Mood"', 'public."Mood"'],
  ])('%s → %s', (from, to) => expect(widens(from, to)).toBe(true));

  it.each([
    ['bigint', 'integer'],
    ['integer', 'real'],
    ['integer', 'numeric(5,0)'],
    ['double precision', 'numeric'],
    ['numeric', 'numeric(10,2)'],
    ['numeric(10,2)', 'numeric(12,1)'],
    ['numeric(10,2)', 'numeric(10,3)'],
    ['numeric', 'bigint'],
    ['character varying', 'character varying(20)'],
    ['character varying(20)', 'character varying(10)'],
    ['character(5)', 'text'],
    ['text', 'character varying(5)'],
    ['text', 'json'],
    ['json', 'jsonb'],
    ['timestamp without time zone', 'timestamp with time zone'],
    ['timestamp(6) without time zone', 'timestamp(3) without time zone'],
    ['date', 'timestamp without time zone'],
    ['"public"."Mood"', 'public.mood'],
  ])('but not %s → %s', (from, to) => expect(widens(from, to)).toBe(false));
});
