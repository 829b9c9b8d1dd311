import { expect, it } from 'vitest';
import { machineId } from '../../engine';
import { createAppStore } from '../store';
import { placeOfUser } from './place';

it('is where the packet is, unless something was picked', () => {
  const store = createAppStore(() => 0);
  const here = () => placeOfUser(store.getState());
  expect(here()).toEqual({ node: 'ycwang-ubuntu', pod: 'default/client' });
  const { exchange, cluster } = store.getState();
  store.getState().seek(exchange?.steps.findIndex(({ machine }) => machine.startsWith('node/')) ?? 0);
  expect(here()).toEqual({ node: 'ycwang-ubuntu' });
  store.getState().setRulesNode(machineId('node/ycwang-ubuntu-worker'));
  expect(here()).toEqual({ node: 'ycwang-ubuntu-worker' });
  const far = cluster.pods.find(({ node }) => node === 'ycwang-ubuntu-worker');
  store.getState().selectAddress(far?.ips[0]);
  expect(here()).toEqual({ node: 'ycwang-ubuntu-worker', pod: `default/${far?.name}` });
});
