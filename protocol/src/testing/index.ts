// The public list of @rapidbyte/connector/testing: the conformance suite, for any executable.
export { isMeant, type ListedClause, listClauses, runConformance } from './suite.ts';
export { type ConformanceOptions, patience, type Patience, type ShellCommand } from './options.ts';
export { unobservedRules } from './rules.ts';
export type { ClauseResult, Conclusion, ConformanceReport, Verdict } from './verdict.ts';
