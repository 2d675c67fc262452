import {
  armSection,
  goalSection,
  heading,
  medianSection,
  processSection,
  runSection,
  type Report,
} from '../report/sections.ts';
import { goals } from './goals.ts';

/** Markdown, whole: every run's figures are in it, won or lost. */
export function formatReport(report: Report): string {
  return [
    ...heading('The spine against the psql pipe', report),
    ...goalSection(goals, report.results),
    ...medianSection(report.results),
    ...processSection(report.results),
    ...runSection(report.results),
    ...armSection(report.arms),
  ].join('\n');
}
