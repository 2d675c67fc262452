import type { DestinationConfig } from '../config.ts';
import { requireBinaryForms } from '../direct.ts';
import { requireFit } from '../fit.ts';
import type { Queryable } from '../queryable.ts';
import type { StreamPlan } from '../stream-plan.ts';
import { copyInto } from './copy-into.ts';
import { lockTarget } from './locked-target.ts';
import type { Place } from './place.ts';

/** Straight into the target. */
export function directPlace(db: Queryable, config: DestinationConfig, plan: StreamPlan): Place {
  return {
    copyInto: copyInto(plan, plan.target),
    prepare: async () => {
      const target = await lockTarget(db, plan, config.lockTimeoutMs);
      requireBinaryForms(plan, target);
      requireFit(plan.spec, plan.target, target, plan.columns);
    },
  };
}
