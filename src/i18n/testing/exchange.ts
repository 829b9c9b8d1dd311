import {
  buildNetwork,
  type Exchange,
  emptyWorld,
  loadCluster,
  machineId,
  type NetworkOptions,
  resolveTarget,
  type SendRequest,
  send,
  type WorldState,
} from '../../engine';
import { SAMPLES } from '../../lessons/samples';

const [article] = SAMPLES;

/** The article's cluster, with the text changed by `edit`, and a packet sent in it: `pod/default/client > svc/default/nginx-svc:8080`. */
export function exchangeOf(
  way: string,
  more: Partial<SendRequest> = {},
  edit: (yaml: string) => string = (yaml) => yaml,
  world: WorldState = emptyWorld(),
  options: NetworkOptions = {},
): Exchange {
  const [from = '', to = ''] = way.split(' > ');
  const yaml = edit(article?.yaml ?? '');
  const { cluster, notes } = loadCluster([{ name: 'test.yaml', text: yaml }]);
  if (!cluster) throw new Error(JSON.stringify(notes));
  const target = resolveTarget(cluster, to, machineId(from));
  if ('problem' in target) throw new Error(`no target ${to}`);
  return send(buildNetwork(cluster, options), world, {
    from: machineId(from),
    to: { ip: target.ip, port: target.port },
    proto: 'tcp',
    sport: 40000,
    seed: 1,
    ...more,
  });
}
