import type { Lab } from './lab';
import { type Failure, run } from './run';
import type { Scenario } from './scenario';

/** Runs spent on making one failure smaller. */
const TRIES = 60;

/**
 * The same failure with less around it: first without the packets before it, then without one Service after another,
 * then without Pods (and so endpoints). What stays is needed.
 */
export async function shrink(lab: Lab, failure: Failure): Promise<Failure> {
  let best = failure;
  let tries = 0;
  const attempt = async (change: (scenario: Scenario) => Scenario): Promise<boolean> => {
    if (tries++ >= TRIES) return false;
    try {
      const { failures } = await run(lab, change(best.scenario));
      const same = failures.find((f) => f.at === f.scenario.shots.length - 1);
      if (same) best = same;
      return same !== undefined;
    } catch {
      // A smaller cluster may no longer have the machine that sends.
      return false;
    }
  };
  await attempt((s) => ({ ...s, shots: s.shots.slice(0, failure.at + 1) }));
  const last = best.scenario.shots.at(-1);
  if (last && !(await attempt((s) => ({ ...s, shots: [last] }))))
    for (let i = best.scenario.shots.length - 2; i >= 0; i--)
      await attempt((s) => ({ ...s, shots: s.shots.filter((_, n) => n !== i) }));
  for (const kind of ['Service', 'Pod'])
    for (const object of best.scenario.objects.filter((o) => o.kind === kind))
      await attempt((s) => {
        const left = (objects: Scenario['objects']) =>
          objects.filter((o) => o.metadata.name !== object.metadata.name);
        const shots = s.shots.map((shot) => (shot.objects ? { ...shot, objects: left(shot.objects) } : shot));
        return { ...s, objects: left(s.objects), shots };
      });
  return best;
}
