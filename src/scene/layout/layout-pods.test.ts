import { expect, it } from 'vitest';
import { labels, SIZES, stageFor } from '../testing/stages';

const notReady = (yaml: string) =>
  yaml.replace(
    /(name: nginx-deployment-55f598f8d-pxp6x[\s\S]*?status:\n)/,
    '$1  conditions: [{type: Ready, status: "False"}]\n',
  );

it('what is wrong with a Pod is written on every stage', () => {
  for (const [name, at] of Object.entries(SIZES)) {
    const { layout } = stageFor({ name: '', force: '10.244.0.2:80', edit: notReady }, at);
    const pods = [...layout.machines, ...layout.folded].flatMap((m) => m.pods);
    const pod = pods.find((p) => p.key.endsWith('pxp6x'));
    if (pod) expect(pod.state, name).toContain(labels.notReady);
    else expect(at.mode, name).not.toBe('full');
  }
});
