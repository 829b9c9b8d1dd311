import { beforeEach, describe, expect, it } from 'vitest';
import { machineId } from '../../engine';
import { type AppStore, createAppStore } from '../store';

const N1 = 'ycwang-ubuntu';
const NEAR = 'default/nginx-deployment-55f598f8d-49l2v';
const FAR = 'default/nginx-deployment-55f598f8d-pxp6x';
const FAR_IP = '10.244.1.4';

let store: AppStore;
const state = () => store.getState();
const flows = () => state().world.machines.get(machineId(`node/${N1}`))?.conntrack ?? [];
const endpoint = () => flows().find(({ original }) => original.proto === 'udp')?.reply.src;

/** The article's Service over UDP; its client has called it, and the endpoint on the other node was chosen. */
beforeEach(() => {
  store = createAppStore(() => 0);
  state().setText(state().text.replaceAll('protocol: TCP', 'protocol: UDP'));
  state().setKeepSession(true);
  state().sendNow({ proto: 'udp', force: `${FAR_IP}:80` });
  expect(endpoint()).toBe(FAR_IP);
});

/** The far Pod is gone, and with it its endpoint. */
function removeFar(): void {
  const { text } = state();
  const documents = text.split('\n---\n');
  const left = documents.filter((document) => !document.includes('name: nginx-deployment-55f598f8d-pxp6x'));
  expect(left).toHaveLength(documents.length - 1);
  state().setText(left.join('\n---\n').replace('replicas: 2', 'replicas: 1'));
}

describe('a UDP flow that is kept while its endpoint goes', () => {
  it('goes to another endpoint where kube-proxy runs, which deletes its entry', () => {
    removeFar();
    expect(endpoint()).toBe('10.244.0.2');
    expect(state().exchange?.steps.some((step) => step.kind === 'rule' && step.table === 'nat')).toBe(true);
  });
  it('dies where kube-proxy is stopped: its entry leads to where nobody is, and no nat rule is asked', () => {
    state().setSetting(`kubeProxy@${N1}`, false);
    removeFar();
    expect(endpoint()).toBe(FAR_IP);
    const { exchange } = state();
    expect(exchange?.outcome).toMatchObject({ code: 'unreachable', drop: { code: 'no-neighbour' } });
    const nat = exchange?.steps.filter((step) => step.kind === 'rule' && step.table === 'nat') ?? [];
    expect(nat.filter(({ machine }) => machine === `node/${N1}`)).toEqual([]);
  });
  it('is mended by a kube-proxy that runs again', () => {
    state().setSetting(`kubeProxy@${N1}`, false);
    removeFar();
    state().sendAgain();
    expect(endpoint()).toBe(FAR_IP);
    state().setSetting(`kubeProxy@${N1}`, true);
    expect(endpoint()).toBe('10.244.0.2');
    expect(state().exchange?.outcome.code).toBe('answered');
  });
  it('goes to another endpoint where kube-proxy saw it go before it was stopped', () => {
    removeFar();
    state().setSetting(`kubeProxy@${N1}`, false);
    expect(endpoint()).toBe('10.244.0.2');
  });
  it('goes to another one where a probe fails, and stays there when it succeeds again', () => {
    state().setSetting(`ready@${FAR}`, false);
    expect(endpoint()).toBe('10.244.0.2');
    state().sendAgain();
    state().setSetting(`ready@${FAR}`, undefined);
    expect(endpoint()).toBe('10.244.0.2');
  });
});

it('a UDP flow that met no endpoint is let go once there is one', () => {
  state().setSettings({ [`ready@${FAR}`]: false, [`ready@${NEAR}`]: false });
  expect(state().exchange?.outcome.code).toBe('refused');
  state().sendAgain();
  state().setSetting(`ready@${FAR}`, undefined);
  expect(endpoint()).toBe(FAR_IP);
  expect(state().exchange?.outcome.code).toBe('answered');
});
